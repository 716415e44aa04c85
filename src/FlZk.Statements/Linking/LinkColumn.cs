using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>One committed value's place in the linear relation: the rows it enters, each with the base it multiplies there.</summary>
/// <param name="FirstRow">A row.</param>
/// <param name="FirstBase">The base in that row.</param>
/// <param name="SecondRow">Another row, or -1 for a column that touches one row alone.</param>
/// <param name="SecondBase">The base in the other row.</param>
public readonly record struct LinkColumn(int FirstRow, G1Affine FirstBase, int SecondRow, G1Affine SecondBase);
