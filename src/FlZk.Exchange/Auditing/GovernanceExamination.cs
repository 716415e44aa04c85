using System.Globalization;
using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Contracts;

namespace FlZk.Exchange.Auditing;

/// <summary>Audits who governs the exchange and what they changed: every module runs the code that was announced last, every change went
/// through the timelock after its delay, and nobody has a role that was not granted.</summary>
internal sealed class GovernanceExamination(ChainTestimony testimony)
{
    // keccak256("eip1967.proxy.implementation") - 1 (ERC-1967).
    private static readonly Hash32 ImplementationSlot =
        Hash32.Parse("0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc");

    private static readonly string[] Roles = ["PROPOSER_ROLE", "EXECUTOR_ROLE", "CANCELLER_ROLE", "DEFAULT_ADMIN_ROLE"];

    private readonly List<AuditFact> _changes = [];
    private readonly List<AuditFact> _standing = [];

    /// <summary>What was changed, in chain order.</summary>
    public IEnumerable<AuditFact> Changes => _changes.OrderBy(static fact => fact.Block);

    /// <summary>Who may change what now.</summary>
    public IReadOnlyList<AuditFact> Standing => _standing;

    private Contract Timelock => testimony.Contracts.Timelock.Contract;

    public async Task<string?> FaultAsync(CancellationToken cancellation)
    {
        foreach (ContractEvent one in await testimony.HistoryAsync(Timelock, cancellation).ConfigureAwait(false)) TellOperation(one);
        foreach (ContractEvent one in await testimony.HistoryAsync(testimony.Contracts.Registry.Contract, cancellation)
            .ConfigureAwait(false))
        {
            if (one.Name is "VerifierListed" or "VerifierDelisted")
            {
                Tell(one, "verifier", $"verifier {one.Fields.Address("verifier")} was "
                    + (one.Name == "VerifierListed" ? $"listed with key {one.Fields.Hash("keyId")}" : "delisted"));
            }
        }

        string? fault = null;
        foreach ((string name, Address module) in testimony.Contracts.Addresses.Named
            .Where(static named => DeploymentPlan.Modules.Contains(named.Name)))
        {
            if (!module.IsZero) fault ??= await ModuleFaultAsync(name, module, cancellation).ConfigureAwait(false);
        }

        return fault ?? await RolesFaultAsync(cancellation).ConfigureAwait(false);
    }

    private void TellOperation(ContractEvent one)
    {
        switch (one.Name)
        {
            case "CallScheduled":
                Tell(one, "operation", $"operation {one.Fields.Hash("id")}, a call of {NameOf(one.Fields.Address("target"))}, was "
                    + $"scheduled to wait {one.Fields.Integer("delay").ToString(CultureInfo.InvariantCulture)} s");
                break;
            case "CallExecuted":
                Tell(one, "operation", $"operation {one.Fields.Hash("id")}, a call of {NameOf(one.Fields.Address("target"))}, was "
                    + "executed");
                break;
            case "Cancelled":
                Tell(one, "operation", $"operation {one.Fields.Hash("id")} was cancelled");
                break;
            default:
                break;
        }
    }

    private async Task<string?> ModuleFaultAsync(string name, Address module, CancellationToken cancellation)
    {
        Contract proxy = testimony.Contracts.Web3.Bind(ExchangeAbi.DataExchange, module);
        IReadOnlyList<ContractEvent> upgrades = await testimony.EventsAsync(proxy, "Upgraded", null, cancellation).ConfigureAwait(false);
        if (upgrades.Count == 0) return $"the node does not show with which implementation {name} began";
        for (int i = 1; i < upgrades.Count; i++)
        {
            Tell(upgrades[i], "upgrade", $"{name} was upgraded to {upgrades[i].Fields.Address("implementation")}");
            if (await OperationFaultAsync(name, module, upgrades[i], cancellation).ConfigureAwait(false) is { } fault) return fault;
        }

        Address announced = upgrades[^1].Fields.Address("implementation");
        Hash32 word = await testimony.StorageAsync(module, ImplementationSlot, cancellation).ConfigureAwait(false);
        var running = new Address(word.ToArray().AsSpan(12));
        _standing.Add(new AuditFact(0, "implementation", $"{name} at {module} runs {running}"));
        return running == announced ? null : $"{name} runs {running}, but the implementation announced last is {announced}";
    }

    private async Task<string?> OperationFaultAsync(string name, Address module, ContractEvent upgrade, CancellationToken cancellation)
    {
        IReadOnlyList<ContractEvent> history = await testimony.HistoryAsync(Timelock, cancellation).ConfigureAwait(false);
        ContractEvent? executed = history.FirstOrDefault(e => e.Name == "CallExecuted"
            && e.Log.TransactionHash == upgrade.Log.TransactionHash && e.Fields.Address("target") == module);
        if (executed is null) return $"{name} was upgraded in transaction {upgrade.Log.TransactionHash} by no operation of the timelock";
        ContractEvent? scheduled = history.FirstOrDefault(e => e.Name == "CallScheduled" && e.IsBefore(executed)
            && e.Fields.Hash("id") == executed.Fields.Hash("id") && e.Fields.Address("target") == module);
        if (scheduled is null) return $"{name}'s upgrade in transaction {upgrade.Log.TransactionHash} was never scheduled";
        long waited = await testimony.TimeOfAsync(executed.Log.BlockNumber, cancellation).ConfigureAwait(false)
            - await testimony.TimeOfAsync(scheduled.Log.BlockNumber, cancellation).ConfigureAwait(false);
        return waited >= scheduled.Fields.Integer("delay")
            ? null
            : $"{name} was upgraded {waited} s after it was scheduled, before the delay of {scheduled.Fields.Integer("delay")} s";
    }

    private async Task<string?> RolesFaultAsync(CancellationToken cancellation)
    {
        foreach (string role in Roles)
        {
            Hash32 id = role == "DEFAULT_ADMIN_ROLE" ? default : Keccak256.Hash(role);
            var holders = new HashSet<Address>();
            foreach (ContractEvent one in await testimony.HistoryAsync(Timelock, cancellation).ConfigureAwait(false))
            {
                if (one.Name is not ("RoleGranted" or "RoleRevoked") || one.Fields.Hash("role") != id) continue;
                Address account = one.Fields.Address("account");
                bool granted = one.Name == "RoleGranted";
                if (granted) holders.Add(account);
                else holders.Remove(account);
                Tell(one, "role", $"{role} was {(granted ? "granted to" : "taken from")} {NameOf(account)}");
            }

            foreach (Address holder in holders)
            {
                _standing.Add(new AuditFact(0, "role", $"{role} is held by {NameOf(holder)}"));
                if (!await testimony.Contracts.Timelock.Contract.CallAsync<bool>(
                    "hasRole", [id, holder], testimony.Block, cancellation).ConfigureAwait(false))
                    return $"{role} was granted to {holder} and never taken, but the timelock denies it";
            }
        }

        return null;
    }

    private void Tell(ContractEvent happened, string kind, string text) =>
        _changes.Add(new AuditFact(happened.Log.BlockNumber, kind, text));

    private string NameOf(Address account) => account.IsZero ? "anybody" : testimony.Contracts.Addresses.Named
        .Where(named => named.Address == account).Select(static named => named.Name).FirstOrDefault(account.ToString());
}
