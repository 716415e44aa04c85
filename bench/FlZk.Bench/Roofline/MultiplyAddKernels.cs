using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FlZk.Bench.Roofline;

/// <summary>As many multiplications of 32-bit integers into 64-bit sums as the processor can do, with nothing read from memory: what an
/// exact dot product cannot be faster than.</summary>
/// <remarks>Twelve independent chains keep two multipliers busy whose results take three cycles, and an addition's one. Each chain feeds
/// its own sum back as a factor, so that no iteration's product is known before it. All fit the registers on every instruction
/// set.</remarks>
internal static class MultiplyAddKernels
{
    private const int Chains = 12;

    /// <summary>Products a round of <see cref="Run"/> adds up: chains times 64-bit lanes.</summary>
    public static int PerRound => Chains * Lanes;

    /// <summary>What is used: "vpmuldq and vpaddq, 512 bits".</summary>
    public static string Name => Avx512F.IsSupported ? "vpmuldq and vpaddq, 512 bits"
        : Avx2.IsSupported ? "vpmuldq and vpaddq, 256 bits"
        : AdvSimd.IsSupported ? "smlal, 128 bits"
        : "scalar multiplication";

    private static int Lanes => Avx512F.IsSupported ? 8 : Avx2.IsSupported ? 4 : AdvSimd.IsSupported ? 2 : 1;

    /// <summary>Runs so many rounds; the result has no meaning but being needed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Run(long rounds) => Avx512F.IsSupported ? Run512(rounds)
        : Avx2.IsSupported ? Run256(rounds)
        : AdvSimd.IsSupported ? Run128(rounds)
        : RunScalar(rounds);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Run512(long rounds)
    {
        Vector512<int> factor = Vector512.Create(3);
        Vector512<long> a = Vector512.Create(1L), b = a + a, c = b + a, d = c + a, e = d + a, f = e + a;
        Vector512<long> g = f + a, h = g + a, i = h + a, j = i + a, k = j + a, l = k + a;
        for (long round = 0; round < rounds; round++)
        {
            a += Avx512F.Multiply(a.AsInt32(), factor);
            b += Avx512F.Multiply(b.AsInt32(), factor);
            c += Avx512F.Multiply(c.AsInt32(), factor);
            d += Avx512F.Multiply(d.AsInt32(), factor);
            e += Avx512F.Multiply(e.AsInt32(), factor);
            f += Avx512F.Multiply(f.AsInt32(), factor);
            g += Avx512F.Multiply(g.AsInt32(), factor);
            h += Avx512F.Multiply(h.AsInt32(), factor);
            i += Avx512F.Multiply(i.AsInt32(), factor);
            j += Avx512F.Multiply(j.AsInt32(), factor);
            k += Avx512F.Multiply(k.AsInt32(), factor);
            l += Avx512F.Multiply(l.AsInt32(), factor);
        }

        return Vector512.Sum(a + b + c + d + e + f + (g + h + i + j + k + l));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Run256(long rounds)
    {
        Vector256<int> factor = Vector256.Create(3);
        Vector256<long> a = Vector256.Create(1L), b = a + a, c = b + a, d = c + a, e = d + a, f = e + a;
        Vector256<long> g = f + a, h = g + a, i = h + a, j = i + a, k = j + a, l = k + a;
        for (long round = 0; round < rounds; round++)
        {
            a += Avx2.Multiply(a.AsInt32(), factor);
            b += Avx2.Multiply(b.AsInt32(), factor);
            c += Avx2.Multiply(c.AsInt32(), factor);
            d += Avx2.Multiply(d.AsInt32(), factor);
            e += Avx2.Multiply(e.AsInt32(), factor);
            f += Avx2.Multiply(f.AsInt32(), factor);
            g += Avx2.Multiply(g.AsInt32(), factor);
            h += Avx2.Multiply(h.AsInt32(), factor);
            i += Avx2.Multiply(i.AsInt32(), factor);
            j += Avx2.Multiply(j.AsInt32(), factor);
            k += Avx2.Multiply(k.AsInt32(), factor);
            l += Avx2.Multiply(l.AsInt32(), factor);
        }

        return Vector256.Sum(a + b + c + d + e + f + (g + h + i + j + k + l));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Run128(long rounds)
    {
        Vector64<int> factor = Vector64.Create(3);
        Vector128<long> a = Vector128.Create(1L), b = a + a, c = b + a, d = c + a, e = d + a, f = e + a;
        Vector128<long> g = f + a, h = g + a, i = h + a, j = i + a, k = j + a, l = k + a;
        for (long round = 0; round < rounds; round++)
        {
            a = AdvSimd.MultiplyWideningLowerAndAdd(a, a.GetLower().AsInt32(), factor);
            b = AdvSimd.MultiplyWideningLowerAndAdd(b, b.GetLower().AsInt32(), factor);
            c = AdvSimd.MultiplyWideningLowerAndAdd(c, c.GetLower().AsInt32(), factor);
            d = AdvSimd.MultiplyWideningLowerAndAdd(d, d.GetLower().AsInt32(), factor);
            e = AdvSimd.MultiplyWideningLowerAndAdd(e, e.GetLower().AsInt32(), factor);
            f = AdvSimd.MultiplyWideningLowerAndAdd(f, f.GetLower().AsInt32(), factor);
            g = AdvSimd.MultiplyWideningLowerAndAdd(g, g.GetLower().AsInt32(), factor);
            h = AdvSimd.MultiplyWideningLowerAndAdd(h, h.GetLower().AsInt32(), factor);
            i = AdvSimd.MultiplyWideningLowerAndAdd(i, i.GetLower().AsInt32(), factor);
            j = AdvSimd.MultiplyWideningLowerAndAdd(j, j.GetLower().AsInt32(), factor);
            k = AdvSimd.MultiplyWideningLowerAndAdd(k, k.GetLower().AsInt32(), factor);
            l = AdvSimd.MultiplyWideningLowerAndAdd(l, l.GetLower().AsInt32(), factor);
        }

        return Vector128.Sum(a + b + c + d + e + f + (g + h + i + j + k + l));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long RunScalar(long rounds)
    {
        int factor = 3;
        long a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8, i = 9, j = 10, k = 11, l = 12;
        for (long round = 0; round < rounds; round++)
        {
            a += (long)(int)a * factor;
            b += (long)(int)b * factor;
            c += (long)(int)c * factor;
            d += (long)(int)d * factor;
            e += (long)(int)e * factor;
            f += (long)(int)f * factor;
            g += (long)(int)g * factor;
            h += (long)(int)h * factor;
            i += (long)(int)i * factor;
            j += (long)(int)j * factor;
            k += (long)(int)k * factor;
            l += (long)(int)l * factor;
        }

        return a + b + c + d + e + f + (g + h + i + j + k + l);
    }
}
