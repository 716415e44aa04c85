namespace FlZk.Bn254.Polynomials;

/// <summary>Which pairs of blocks meet which constants: rows of neighbouring blocks, and within a row the constant moves on too.</summary>
/// <param name="X">The first block of the first row.</param>
/// <param name="Y">Its partner.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="RowStep">From row to row, in words.</param>
/// <param name="Columns">Pairs per row.</param>
/// <param name="Constants">The expanded constant of the first pair.</param>
/// <param name="ConstantRowStep">From row to row, in doubles.</param>
/// <param name="ConstantStep">From pair to pair within a row, in doubles.</param>
internal readonly unsafe record struct ButterflyLoop(
    nint X, nint Y, int Rows, nint RowStep, int Columns, nint Constants, nint ConstantRowStep, nint ConstantStep);
