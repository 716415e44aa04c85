namespace FlZk.Ethereum.Development;

/// <summary>How a local development chain behaves.</summary>
public sealed record AnvilOptions
{
    /// <summary>The phrase every development tool knows; its accounts hold nothing anywhere but on local chains.</summary>
    public const string DefaultMnemonic = "test test test test test test test test test test test junk";

    /// <summary>The chain id; 31337 marks a local chain throughout this project.</summary>
    public ulong ChainId { get; init; } = 31337;

    /// <summary>How many funded accounts the phrase gives, at least one.</summary>
    public int AccountCount { get; init; } = 10;

    /// <summary>Ether of each funded account at the start.</summary>
    public ulong BalanceInEther { get; init; } = 10_000;

    /// <summary>The phrase of the funded accounts. It is passed on the command line, where others can read
    /// it: development phrases only.</summary>
    public string Mnemonic { get; init; } = DefaultMnemonic;

    /// <summary>Time between blocks, in whole seconds or fractions; null mines a block for each transaction at once.</summary>
    public TimeSpan? BlockTime { get; init; }

    /// <summary>Mines no block by itself: tests push blocks with <c>evm_mine</c>.</summary>
    public bool ManualMining { get; init; }

    /// <summary>Gas limit of a block; null is anvil's own (30 million).</summary>
    public ulong? BlockGasLimit { get; init; }

    /// <summary>The loopback port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The folder whose npm packages hold anvil; null is the checkout's <c>contracts</c>.</summary>
    public string? PackageFolder { get; init; }

    /// <summary>How long the node may take to listen.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
