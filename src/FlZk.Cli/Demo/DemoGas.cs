namespace FlZk.Cli.Demo;

/// <summary>Gas per call; the largest where a call is made once per provider.</summary>
internal sealed record DemoGas(ulong CommitUpdate, ulong SubmitUpdate, ulong VerifyAggregate, ulong Claim, ulong PublishModel);
