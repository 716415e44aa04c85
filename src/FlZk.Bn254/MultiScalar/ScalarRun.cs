using FlZk.Bn254.Fields;

namespace FlZk.Bn254.MultiScalar;

/// <summary>
/// A run of consecutive scalars, sorted by what they cost: zeros are dropped, units are kept aside, and the rest are stored by sign and
/// magnitude, so that r - 5 costs no more than 5. Every kind keeps the order of indices.
/// </summary>
/// <param name="Units">Terms whose scalar is 1 or -1.</param>
/// <param name="Short">Other terms whose magnitude fits one word.</param>
/// <param name="Long">All others.</param>
internal sealed record ScalarRun(uint[] Units, TermBlock Short, TermBlock Long)
{
    /// <summary>Scalars per run, except for the last.</summary>
    public const int Length = 4096;

    /// <summary>One worker's memory for sorting runs.</summary>
    public sealed class Sorter
    {
        private static readonly Limbs MinusOne = (-Fr.One).Montgomery;

        private readonly uint[] _units = new uint[Length];
        private readonly uint[] _others = new uint[Length];
        private readonly Limbs[] _values = new Limbs[Length];
        private readonly uint[] _shortTerms = new uint[Length];
        private readonly Limbs[] _shortMagnitudes = new Limbs[Length];
        private int _unitCount;
        private int _otherCount;
        private int _shortCount;
        private int _longCount;

        /// <summary>Sorts a run of at most <see cref="Length"/> scalars.</summary>
        /// <param name="scalars">The run.</param>
        /// <param name="start">The index of its first scalar.</param>
        public ScalarRun Sort(ReadOnlySpan<Fr> scalars, int start)
        {
            // Zero and one are recognised as they are stored, without leaving Montgomery form.
            Limbs one = FrModulus.R, minusOne = MinusOne;
            _unitCount = _otherCount = 0;
            for (int i = 0; i < scalars.Length; i++)
            {
                ref readonly Fr scalar = ref scalars[i];
                if (scalar.IsZero) continue;
                Limbs value = scalar.Montgomery;
                if (value.Equals(one)) _units[_unitCount++] = (uint)(start + i);
                else if (value.Equals(minusOne)) _units[_unitCount++] = (uint)(start + i) | TermBlock.Negative;
                else
                {
                    _others[_otherCount] = (uint)(start + i);
                    _values[_otherCount++] = value;
                }
            }

            for (int i = 0; i < _otherCount; i++) _values[i] = Montgomery<FrModulus>.FromMontgomery(_values[i]);
            _shortCount = _longCount = 0;
            for (int i = 0; i < _otherCount; i++)
            {
                Montgomery<FrModulus>.NegateIf(ulong.MaxValue, _values[i], out Limbs opposite);
                bool negative = opposite.IsBelow(_values[i]);
                AppendOther(_others[i] | (negative ? TermBlock.Negative : 0), negative ? opposite : _values[i]);
            }

            return Result();
        }

        /// <summary>Sorts a run of at most <see cref="Length"/> signed integers.</summary>
        public ScalarRun Sort(ReadOnlySpan<long> scalars, int start)
        {
            _unitCount = _shortCount = _longCount = 0;
            for (int i = 0; i < scalars.Length; i++)
            {
                long scalar = scalars[i];
                uint term = (uint)(start + i) | (scalar < 0 ? TermBlock.Negative : 0);
                ulong magnitude = scalar < 0 ? 0UL - (ulong)scalar : (ulong)scalar;
                if (magnitude == 1) _units[_unitCount++] = term;
                else if (magnitude != 0) AppendOther(term, new Limbs(magnitude, 0, 0, 0));
            }

            return Result();
        }

        private void AppendOther(uint term, in Limbs magnitude)
        {
            if ((magnitude.L1 | magnitude.L2 | magnitude.L3) == 0)
            {
                _shortTerms[_shortCount] = term;
                _shortMagnitudes[_shortCount++] = magnitude;
            }
            else
            {
                // Long terms close ranks where they are: none moves up.
                _others[_longCount] = term;
                _values[_longCount++] = magnitude;
            }
        }

        private ScalarRun Result() => new(
            _units.AsSpan(0, _unitCount).ToArray(),
            TermBlock.From(_shortTerms.AsSpan(0, _shortCount), _shortMagnitudes, 1),
            TermBlock.From(_others.AsSpan(0, _longCount), _values, 4));
    }
}
