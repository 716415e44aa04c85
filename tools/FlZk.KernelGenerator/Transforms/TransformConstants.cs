using System.Numerics;

namespace FlZk.KernelGenerator;

/// <summary>r in the limbs of the transforms' blocks.</summary>
internal static class TransformConstants
{
    /// <summary>The file.</summary>
    public static GeneratedFile WriteFile()
    {
        LimbSystem system = FusedProducts.System;
        Modulus r = Modulus.ScalarField;
        var text = new SourceText();
        text.Add("""
            // Written by tools/FlZk.KernelGenerator: change it there.
            namespace FlZk.Bn254.Polynomials;

            """);
        text.Open("internal static unsafe partial class FrBlock");
        text.Add($"""
            /// <summary>The limbs of r.</summary>
            public const ulong {system.Declare("Q", r.Value)};

            /// <summary>2^-52 mod r.</summary>
            public const ulong {system.Declare("C", r.InversePowerOfTwo(system.Bits))};

            /// <summary>-r^-1 mod 2^52.</summary>
            public const ulong NegativeInverse = {SourceText.Hex(r.NegativeInverse(system.Bits))};

            /// <summary>floor(2^50 / (floor(r / 2^228) + 1)).</summary>
            public const int QuotientEstimator = {(BigInteger.One << 50) / ((r.Value >> 228) + 1)};
            """);
        text.Close();
        return new GeneratedFile("src/FlZk.Bn254/Polynomials/Kernels/FrBlock.Modulus.cs", text.ToString());
    }
}
