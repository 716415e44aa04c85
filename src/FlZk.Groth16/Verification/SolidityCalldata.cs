using System.Text;
using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>A proof as arguments of the verifier contracts that snarkjs exports:
/// <c>verifyProof(uint256[2] a, uint256[2][2] b, uint256[2] c, uint256[n] signals)</c>.</summary>
/// <remarks>Elements of Fp2 go imaginary part first, as the pairing precompile of EIP-197 takes them.</remarks>
public static class SolidityCalldata
{
    private const string Separator = ",";

    /// <summary>The four arguments, comma-separated, as snarkjs and Remix write them: 32-byte hexadecimal strings in JSON arrays.</summary>
    public static string From(Proof proof, ReadOnlySpan<Fr> publicSignals)
    {
        var text = new StringBuilder();
        text.Append('[').Append(Word(proof.A.X)).Append(", ").Append(Word(proof.A.Y)).Append("],");
        text.Append("[[").Append(Word(proof.B.X.C1)).Append(", ").Append(Word(proof.B.X.C0)).Append("],");
        text.Append('[').Append(Word(proof.B.Y.C1)).Append(", ").Append(Word(proof.B.Y.C0)).Append("]],");
        text.Append('[').Append(Word(proof.C.X)).Append(", ").Append(Word(proof.C.Y)).Append("],[");
        Span<byte> bytes = stackalloc byte[Fr.ByteLength];
        for (int i = 0; i < publicSignals.Length; i++)
        {
            publicSignals[i].WriteBigEndian(bytes);
            text.Append(i == 0 ? string.Empty : Separator).Append(Word(bytes));
        }

        return text.Append(']').ToString();
    }

    private static string Word(Fp value)
    {
        Span<byte> bytes = stackalloc byte[Fp.ByteLength];
        value.WriteBigEndian(bytes);
        return Word(bytes);
    }

    private static string Word(ReadOnlySpan<byte> bytes) => $"\"0x{Convert.ToHexStringLower(bytes)}\"";
}
