namespace FlZk.Bn254.Fields;

/// <summary>p = 36x^4 + 36x^3 + 24x^2 + 6x + 1 with x = 4965661367192848881, the order of the base field.</summary>
internal readonly struct FpModulus : IPrimeModulus
{
    public static ulong Limb0 => 0x3c208c16d87cfd47UL;

    public static ulong Limb1 => 0x97816a916871ca8dUL;

    public static ulong Limb2 => 0xb85045b68181585dUL;

    public static ulong Limb3 => 0x30644e72e131a029UL;

    public static ulong NegativeInverse => 0x87d20782e4866389UL;

    public static Limbs R => new(0xd35d438dc58f0d9dUL, 0x0a78eb28f5c70b3dUL, 0x666ea36f7879462cUL, 0x0e0a77c19a07df2fUL);

    public static Limbs RSquared => new(0xf32cfc5b538afa89UL, 0xb5e71911d44501fbUL, 0x47ab1eff0a417ff6UL, 0x06d89f71cab8351fUL);

    public static Limbs RCubed => new(0xb1cd6dafda1530dfUL, 0x62f210e6a7283db6UL, 0xef7f0b0c0ada0afbUL, 0x20fd6e902d592544UL);
}
