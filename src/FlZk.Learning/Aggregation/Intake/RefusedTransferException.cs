namespace FlZk.Learning.Aggregation.Intake;

/// <summary>Inside the intake: a transfer has come to its end without an update.</summary>
internal sealed class RefusedTransferException(string reason, Exception? inner = null) : Exception(reason, inner);
