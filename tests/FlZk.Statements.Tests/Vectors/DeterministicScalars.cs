using System.Security.Cryptography;
using System.Text;
using FlZk.Bn254;

namespace FlZk.Statements.Tests.Vectors;

/// <summary>Scalars that follow from a name, so that fixtures are the same in every run.</summary>
internal sealed class DeterministicScalars(string name)
{
    private int _count;

    public Fr Next() => Fr.ReduceBigEndian(SHA512.HashData(Encoding.UTF8.GetBytes($"{name} {_count++}")));
}
