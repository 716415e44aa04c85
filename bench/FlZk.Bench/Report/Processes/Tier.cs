namespace FlZk.Bench.Report.Processes;

/// <summary>An instruction set that a child process is held to by the runtime's switches.</summary>
/// <param name="Name">As the engine names it.</param>
/// <param name="Environment">The switches.</param>
internal sealed record Tier(string Name, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The tier that every machine has.</summary>
    public const string Scalar = "scalar";

    private const string NoAvx512 = "DOTNET_EnableAVX512";
    private const string NoAvx2 = "DOTNET_EnableAVX2";

    private static readonly Tier[] Known =
    [
        new("AVX-512", new Dictionary<string, string>()),
        new("AVX2", new Dictionary<string, string> { [NoAvx512] = "0" }),
        new(Scalar, new Dictionary<string, string> { [NoAvx512] = "0", [NoAvx2] = "0" }),
    ];

    /// <summary>The tiers that this machine has, fastest first.</summary>
    public static IReadOnlyList<Tier> Here { get; } =
        [.. Known.SkipWhile(tier => tier.Name != Bn254.InstructionSet.Current)];

    /// <summary>The fastest tier here.</summary>
    public static Tier Best => Here[0];

    /// <summary>The tier of a name, or null when this machine has none such.</summary>
    public static Tier? Named(string name) => Here.FirstOrDefault(tier => tier.Name == name);
}
