namespace FlZk.Bn254.Fields;

/// <summary>r = 36x^4 + 36x^3 + 18x^2 + 6x + 1 with x = 4965661367192848881, the order of the groups. r - 1 is divisible by 2^28.</summary>
internal readonly struct FrModulus : IPrimeModulus
{
    public static ulong Limb0 => 0x43e1f593f0000001UL;

    public static ulong Limb1 => 0x2833e84879b97091UL;

    public static ulong Limb2 => 0xb85045b68181585dUL;

    public static ulong Limb3 => 0x30644e72e131a029UL;

    public static ulong NegativeInverse => 0xc2e1f593efffffffUL;

    public static Limbs R => new(0xac96341c4ffffffbUL, 0x36fc76959f60cd29UL, 0x666ea36f7879462eUL, 0x0e0a77c19a07df2fUL);

    public static Limbs RSquared => new(0x1bb8e645ae216da7UL, 0x53fe3ab1e35c59e3UL, 0x8c49833d53bb8085UL, 0x0216d0b17f4e44a5UL);

    public static Limbs RCubed => new(0x5e94d8e1b4bf0040UL, 0x2a489cbe1cfbb6b8UL, 0x893cc664a19fcfedUL, 0x0cf8594b7fcc657cUL);
}
