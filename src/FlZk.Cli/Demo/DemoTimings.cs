namespace FlZk.Cli.Demo;

/// <summary>Where a round's time went, in milliseconds; training, quantising and committing are the sums over all providers.</summary>
internal sealed record DemoTimings(
    double Train, double Quantise, double Commit, double Aggregate, double Witness, double Prove, double Link, double Verify,
    double Submit);
