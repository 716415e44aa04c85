using FlZk.Bn254.Curves;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.MultiScalar;

/// <summary>Doubles many points of G1 in place; the tangents' inversions are shared.</summary>
/// <remarks>Points are finite. G1 has odd order, so none of them has a vertical tangent.</remarks>
internal abstract unsafe class AffineDoubler
{
    /// <summary>The doubler of a tier.</summary>
    public static AffineDoubler Create(InstructionTier tier) => tier switch
    {
        InstructionTier.Avx512 => new LaneAffineDoubler<Avx512Fp>(),
        InstructionTier.Avx2 => new LaneAffineDoubler<Avx2Fp>(),
        _ => new ScalarAffineDoubler(),
    };

    /// <summary>points[i] = 2 points[i].</summary>
    /// <param name="points">Finite points, in memory that does not move.</param>
    /// <param name="count">How many.</param>
    public abstract void Double(AffinePoint<Fp>* points, int count);

    private sealed class ScalarAffineDoubler : AffineDoubler
    {
        private readonly BatchAffineAdder<Fp> _adder = new();

        public override void Double(AffinePoint<Fp>* points, int count)
        {
            for (int i = 0; i < count; i++) _adder.Add((ulong)(points + i), (ulong)(points + i), (ulong)(points + i));
            _adder.Flush();
        }
    }
}
