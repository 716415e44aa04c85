namespace FlZk.Bn254.Fields;

/// <summary>A 254-bit prime as compile-time constants, so that <see cref="Montgomery{TModulus}"/> is
/// specialised with the limbs as immediates.</summary>
internal interface IPrimeModulus
{
    /// <summary>Bits 0 to 63 of the modulus.</summary>
    static abstract ulong Limb0 { get; }

    /// <summary>Bits 64 to 127.</summary>
    static abstract ulong Limb1 { get; }

    /// <summary>Bits 128 to 191.</summary>
    static abstract ulong Limb2 { get; }

    /// <summary>Bits 192 to 255; below 2^62, which the carry handling relies on.</summary>
    static abstract ulong Limb3 { get; }

    /// <summary>-modulus^-1 mod 2^64.</summary>
    static abstract ulong NegativeInverse { get; }

    /// <summary>R = 2^256 mod modulus: the Montgomery form of one.</summary>
    static abstract Limbs R { get; }

    /// <summary>R^2 mod modulus: multiplying by it takes an integer into Montgomery form.</summary>
    static abstract Limbs RSquared { get; }

    /// <summary>R^3 mod modulus.</summary>
    static abstract Limbs RCubed { get; }
}
