using FlZk.Bn254;
using FlZk.Ethereum;

namespace FlZk.Cli.Commands.Statements;

/// <summary>Points of G1 as users see them: 0x and 128 hexadecimal digits, x then y.</summary>
internal static class PointText
{
    public static string Of(G1Affine point)
    {
        var bytes = new byte[G1Affine.UncompressedLength];
        point.WriteUncompressed(bytes);
        return Hex.Encode(bytes);
    }
}
