using System.Runtime.Intrinsics.X86;
using FlZk.Bn254.Lanes;
using FlZk.Bn254.Polynomials;

namespace FlZk.Bn254;

/// <summary>
/// The subgroup {1, w, w^2, ...} of Fr of order 2^logSize, and number-theoretic transforms between a polynomial's coefficients and its
/// values on the subgroup, in natural order on both sides, on all cores.
/// </summary>
/// <remarks>The generator is the one of snarkjs: 5^((r-1)/2^28), squared down to the order of the domain.
/// Instances are immutable and may be shared by threads.</remarks>
public sealed class EvaluationDomain
{
    /// <summary>The largest logSize: r - 1 is divisible by 2^28 and no further.</summary>
    public const int MaximumLogSize = 28;

    private const string NoCoset = "There is no root of unity of order 2^29 in the scalar field.";

    /// <summary>Transforms on lanes need eight blocks.</summary>
    private const int LanesFromLogSize = 6;

    private readonly Lock _building = new();
    private readonly InstructionTier _tier;
    private ITransform? _transform;

    /// <summary>The domain of 2^logSize points. The first transform makes a table of as many field elements, which the domain
    /// keeps.</summary>
    /// <param name="logSize">From 0 to <see cref="MaximumLogSize"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such subgroup.</exception>
    public EvaluationDomain(int logSize)
        : this(logSize, InstructionTiers.Best)
    {
    }

    /// <summary>The same with the transforms of one instruction tier, which must be supported; results do not depend on it.</summary>
    internal EvaluationDomain(int logSize, InstructionTier tier)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(logSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logSize, MaximumLogSize);
        LogSize = logSize;
        Generator = RootOfUnity(logSize);
        SizeInverse = Fr.FromUInt64((ulong)Size).Inverse();
        _tier = tier;
    }

    /// <summary>The binary logarithm of <see cref="Size"/>.</summary>
    public int LogSize { get; }

    /// <summary>The number of points.</summary>
    public int Size => 1 << LogSize;

    /// <summary>w, a primitive root of unity of order <see cref="Size"/>.</summary>
    public Fr Generator { get; }

    /// <summary>1 / <see cref="Size"/>.</summary>
    public Fr SizeInverse { get; }

    /// <summary>The shift of the odd coset {g w^i}: g with g^2 = w, the root of unity of twice the order.
    /// Here g^Size = -1, so X^Size - 1 is -2 everywhere.</summary>
    /// <exception cref="InvalidOperationException">The domain is the largest; there is no such root.</exception>
    public Fr CosetShift => LogSize < MaximumLogSize
        ? RootOfUnity(LogSize + 1)
        : throw new InvalidOperationException(NoCoset);

    /// <summary>snarkjs's primitive root of unity of order 2^logOrder.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such root.</exception>
    public static Fr RootOfUnity(int logOrder)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(logOrder);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logOrder, MaximumLogSize);

        // 5 is the smallest non-residue; the exponent is (r - 1) / 2^28.
        Fr root = Fr.FromUInt64(5).Pow([0x9b9709143e1f593fUL, 0x181585d2833e8487UL, 0x131a029b85045b68UL, 0x000000030644e72eUL]);
        for (int i = MaximumLogSize; i > logOrder; i--) root = root.Square();
        return root;
    }

    /// <summary>Coefficients to values: values[i] = sum_j coefficients[j] w^(ij), in place.</summary>
    /// <param name="values">Exactly <see cref="Size"/> elements.</param>
    /// <param name="execution">Cancellation and threads. When cancelled, the values are lost.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Forward(Span<Fr> values, Execution execution = default)
    {
        RequireSize(values);
        Transform(execution).Forward(values, coset: false, execution);
    }

    /// <summary>Values to coefficients, in place: undoes <see cref="Forward"/>.</summary>
    /// <inheritdoc cref="Forward"/>
    public void Inverse(Span<Fr> values, Execution execution = default)
    {
        RequireSize(values);
        Transform(execution).Inverse(values, coset: false, execution);
    }

    /// <summary>Coefficients to values on the odd coset: values[i] = f(g w^i) with g = <see cref="CosetShift"/>, in place.</summary>
    /// <exception cref="InvalidOperationException">The domain is the largest.</exception>
    /// <inheritdoc cref="Forward"/>
    public void ForwardOnCoset(Span<Fr> values, Execution execution = default)
    {
        RequireCoset(values);
        Transform(execution).Forward(values, coset: true, execution);
    }

    /// <summary>Values on the odd coset to coefficients, in place: undoes <see cref="ForwardOnCoset"/>.</summary>
    /// <inheritdoc cref="ForwardOnCoset"/>
    public void InverseOnCoset(Span<Fr> values, Execution execution = default)
    {
        RequireCoset(values);
        Transform(execution).Inverse(values, coset: true, execution);
    }

    /// <summary>Values on the domain to values on the odd coset, in place.</summary>
    /// <inheritdoc cref="ForwardOnCoset"/>
    public void MoveToCoset(Span<Fr> values, Execution execution = default)
    {
        RequireCoset(values);
        Transform(execution).MoveToCoset(values, execution);
    }

    /// <summary>
    /// The values of A B - C on the odd coset, where A, B and C are the polynomials of degree below <see cref="Size"/> with given values on
    /// the domain, those of C being the products of those of A and B: what the quotient of a Groth16 proof is computed from. Needs 120
    /// bytes per point beside the result.
    /// </summary>
    /// <param name="factors">Gives the values of A and B on the domain.</param>
    /// <param name="remainder">Receives remainder[i] = (A B - C)(g w^i) with g = <see cref="CosetShift"/>; exactly <see cref="Size"/>
    /// elements.</param>
    /// <param name="execution">Cancellation and threads.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    /// <exception cref="InvalidOperationException">The domain is the largest.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void ProductRemainderOnCoset(DomainFactors factors, Span<Fr> remainder, Execution execution = default)
    {
        ArgumentNullException.ThrowIfNull(factors);
        RequireCoset(remainder);
        Transform(execution).ProductRemainderOnCoset(factors, remainder, execution);
    }

    /// <summary>The values at <paramref name="point"/> of the Lagrange basis: basis[i] is L_i(point), with
    /// L_i(w^j) = 1 for i = j and 0 elsewhere.</summary>
    /// <param name="point">Any field element, in the domain or not.</param>
    /// <param name="basis">Exactly <see cref="Size"/> elements, overwritten.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public void EvaluateLagrangeBasis(Fr point, Span<Fr> basis)
    {
        RequireSize(basis);
        Fr power = point;
        for (int i = 0; i < LogSize; i++) power = power.Square();
        Fr vanishing = power - Fr.One;

        // L_i(t) = w^i (t^n - 1) / (n (t - w^i)), except on the domain, where t - w^i vanishes for one i.
        Fr root = Fr.One;
        for (int i = 0; i < basis.Length; i++)
        {
            basis[i] = point - root;
            root *= Generator;
        }

        if (vanishing.IsZero)
        {
            for (int i = 0; i < basis.Length; i++) basis[i] = basis[i].IsZero ? Fr.One : Fr.Zero;
            return;
        }

        Fr.BatchInverse(basis);
        Fr factor = vanishing * SizeInverse;
        for (int i = 0; i < basis.Length; i++)
        {
            basis[i] *= factor;
            factor *= Generator;
        }
    }

    private void RequireSize(ReadOnlySpan<Fr> values)
    {
        if (values.Length != Size)
            throw new ArgumentException($"The domain has {Size} points but {values.Length} values were given.", nameof(values));
    }

    private void RequireCoset(ReadOnlySpan<Fr> values)
    {
        RequireSize(values);
        if (LogSize == MaximumLogSize) throw new InvalidOperationException(NoCoset);
    }

    private ITransform Transform(Execution execution)
    {
        if (Volatile.Read(ref _transform) is ITransform made) return made;
        lock (_building)
        {
            if (_transform is null)
            {
                ITransform transform = LogSize < LanesFromLogSize ? new ScalarTransform(LogSize, Generator) : _tier switch
                {
                    InstructionTier.Avx512 => new LaneTransform<Avx512TransformKernels>(LogSize, execution),
                    InstructionTier.Avx2 when Fma.IsSupported => new LaneTransform<Avx2TransformKernels>(LogSize, execution),
                    _ => new ScalarTransform(LogSize, Generator),
                };
                Volatile.Write(ref _transform, transform);
            }

            return _transform!;
        }
    }
}
