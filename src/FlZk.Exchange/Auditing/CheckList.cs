using FlZk.Ethereum.Abi;
using FlZk.Ethereum.JsonRpc;
using FlZk.Ethereum.Rlp;
using FlZk.Ethereum.Signing;
using FlZk.Groth16;
using FlZk.Platform.Files;

namespace FlZk.Exchange.Auditing;

/// <summary>Collects checks. Malformed answers of a node fail the check they concern; a node that is out of reach or refuses ends the audit
/// without a verdict.</summary>
internal sealed class CheckList
{
    private readonly List<AuditCheck> _checks = [];

    public IReadOnlyList<AuditCheck> Checks => _checks;

    public bool AllPassed => _checks.All(static check => check.Passed);

    /// <summary>Makes one check: the function gives what is wrong, or null.</summary>
    /// <param name="name">The check's name.</param>
    /// <param name="passed">What a passed check shows.</param>
    /// <param name="fault">Finds what is wrong.</param>
    public async Task<bool> CheckAsync(string name, string passed, Func<Task<string?>> fault)
    {
        string? wrong;
        try
        {
            wrong = await fault().ConfigureAwait(false);
        }
        catch (Exception malformed) when (IsTestimony(malformed))
        {
            wrong = malformed.Message;
        }

        _checks.Add(new AuditCheck(name, wrong is null, wrong ?? passed));
        return wrong is null;
    }

    /// <summary>Makes one check without questions to the node.</summary>
    public bool Check(string name, string passed, string? fault)
    {
        _checks.Add(new AuditCheck(name, fault is null, fault ?? passed));
        return fault is null;
    }

    /// <summary>Whether an exception tells of what a node or a participant said, rather than of this program or the network.</summary>
    public static bool IsTestimony(Exception exception) =>
        exception is AbiException or RlpException or InvalidSignatureException or FormatException
        or InvalidChainResponseException or TransactionRevertedException or FileFormatException or KeyException or TestimonyException
        or ArgumentException or ArithmeticException;
}
