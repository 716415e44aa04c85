using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;

namespace FlZk.Exchange.Auditing;

/// <summary>Replays the events of a <c>StakeVault</c>: what every node had, free, locked, leaving and owed, at any point of the
/// chain.</summary>
/// <remarks>Give it all events in chain order, from the contract's first.</remarks>
/// <param name="unbondingDelay">How long unlocked stake stays liable, in seconds.</param>
internal sealed class StakeReplay(BigInteger unbondingDelay)
{
    /// <summary>The bit that the settlement's locks have in their ids: they end with the judgement and leave nothing liable.</summary>
    public static readonly BigInteger SettlementLock = BigInteger.One << 255;

    private readonly Dictionary<Address, Account> _accounts = [];
    private readonly Dictionary<(Address Node, BigInteger LockId), List<(ContractEvent At, BigInteger Amount)>> _locks = [];
    private readonly Dictionary<(Address Node, BigInteger LockId), (BigInteger Amount, BigInteger Until)> _releases = [];
    private readonly List<StakeSlash> _slashes = [];

    /// <summary>Every slash, in order.</summary>
    public IReadOnlyList<StakeSlash> Slashes => _slashes;

    /// <summary>All stake that the vault holds for nodes.</summary>
    public BigInteger TotalBonded { get; private set; }

    /// <summary>What the treasury may collect.</summary>
    public BigInteger Uncollected { get; private set; }

    /// <summary>Everybody who ever had stake.</summary>
    public IEnumerable<Address> Nodes => _accounts.Keys.Where(static node => !node.IsZero);

    /// <summary>What a node has free, locked, leaving and owed after the events so far.</summary>
    public (BigInteger Free, BigInteger Locked, BigInteger Unbonding, BigInteger Debt) BondOf(Address node)
    {
        Account account = Of(node);
        return (account.Free, account.Locked, account.Unbonding, account.Debt);
    }

    /// <summary>What a node had locked under an id just before an event of any contract; null for after all of them.</summary>
    public BigInteger LockedBefore(Address node, BigInteger lockId, ContractEvent? moment) =>
        _locks.TryGetValue((node, lockId), out List<(ContractEvent At, BigInteger Amount)>? changes)
            ? changes.LastOrDefault(change => moment is null || change.At.IsBefore(moment)).Amount
            : BigInteger.Zero;

    /// <summary>What a node had locked under an id when a transaction was over.</summary>
    public BigInteger LockedAfter(Address node, BigInteger lockId, ContractEvent within) =>
        _locks.TryGetValue((node, lockId), out List<(ContractEvent At, BigInteger Amount)>? changes)
            ? changes.LastOrDefault(
                change => change.At.IsBefore(within) || change.At.Log.TransactionHash == within.Log.TransactionHash).Amount
            : BigInteger.Zero;

    /// <summary>Takes all events.</summary>
    /// <param name="events">In chain order.</param>
    /// <param name="timeOf">The time of an event's block, in seconds.</param>
    /// <returns>The first thing that is impossible about them, or null.</returns>
    public async Task<string?> ApplyAsync(IReadOnlyList<ContractEvent> events, Func<ContractEvent, Task<long>> timeOf)
    {
        string? first = null;
        for (int i = 0; i < events.Count; i++)
        {
            long time = await timeOf(events[i]).ConfigureAwait(false);
            if (events[i].Name is "NodeSlashed" or "DebtRecorded")
            {
                (string? fault, int length) = Slash(events, i, time);
                first ??= fault;
                i += length - 1;
            }
            else
            {
                string? fault = Apply(events[i], time);
                first ??= fault;
            }
        }

        return first;
    }

    private string? Apply(ContractEvent happened, long time)
    {
        AbiValues fields = happened.Fields;
        BigInteger amount = fields.Integer("amount");
        if (happened.Name == "ProceedsCollected")
        {
            BigInteger had = Uncollected;
            Uncollected = BigInteger.Zero;
            return had == amount ? null : $"the treasury collected {amount} of {had}";
        }

        Address node = fields.Address("node");
        Account account = Of(node);
        switch (happened.Name)
        {
            case "StakeDeposited":
                account.Free += amount;
                TotalBonded += amount;
                return null;
            case "UnbondingStarted":
                account.Free -= amount;
                account.Unbonding += amount;
                account.ReleasableAt = time + unbondingDelay;
                return fields.Integer("releasableAt") != account.ReleasableAt
                    ? $"{node}'s stake may leave at {fields.Integer("releasableAt")}, not {unbondingDelay} s later"
                    : Negative(account.Free, node, "free");
            case "StakeWithdrawn":
                BigInteger left = account.Unbonding;
                account.Unbonding = BigInteger.Zero;
                TotalBonded -= amount;
                if (left != amount) return $"{node} withdrew {amount}, {left} was leaving";
                return time < account.ReleasableAt ? $"{node} withdrew {account.ReleasableAt - time} s early" : null;
            case "StakeLocked":
                account.Free -= amount;
                account.Locked += amount;
                Lock(node, fields.Integer("lockId"), happened, LockedBefore(node, fields.Integer("lockId"), null) + amount);
                return Negative(account.Free, node, "free");
            case "StakeUnlocked":
                return Unlock(happened, node, account, fields.Integer("lockId"), amount, time);
            case "DebtCollected":
                account.Free -= amount;
                account.Debt -= amount;
                TotalBonded -= amount;
                Uncollected += amount;
                return Negative(account.Free, node, "free") ?? Negative(account.Debt, node, "owed");
            default:
                return null;
        }
    }

    private static string? Negative(BigInteger left, Address node, string what) =>
        left.Sign < 0 ? $"more stake of {node} moved than was {what}" : null;

    private string? Unlock(ContractEvent happened, Address node, Account account, BigInteger lockId, BigInteger amount, long time)
    {
        BigInteger locked = LockedBefore(node, lockId, null);
        if (lockId < SettlementLock) _releases[(node, lockId)] = (LiableFor(node, lockId, time), time + unbondingDelay);
        Lock(node, lockId, happened, BigInteger.Zero);
        account.Locked -= locked;
        account.Free += amount;
        return locked == amount ? null : $"{amount} of {node} was unlocked, {locked} was locked";
    }

    /// <summary>Takes the events of one slash: what went where, and before or right after it what is still owed.</summary>
    /// <returns>What is impossible about them, and how many they are.</returns>
    private (string? Fault, int Length) Slash(IReadOnlyList<ContractEvent> events, int start, long time)
    {
        ContractEvent first = events[start];
        Address node = first.Fields.Address("node");
        BigInteger lockId = first.Fields.Integer("lockId");
        bool IsNext(int at, string name, ulong within) => at < events.Count && events[at].Name == name
            && events[at].Log.TransactionHash == first.Log.TransactionHash && events[at].Log.LogIndex <= first.Log.LogIndex + within
            && events[at].Fields.Address("node") == node && events[at].Fields.Integer("lockId") == lockId;
        int at = start;
        BigInteger debt = BigInteger.Zero;
        if (first.Name == "DebtRecorded") debt = events[at++].Fields.Integer("amount");
        if (!IsNext(at, "NodeSlashed", 1)) return ($"{node} owes {debt} for no slash", 1);
        ContractEvent slashed = events[at++];
        bool toHarmed = slashed.Fields.Int32("proceeds") == 1;
        BigInteger amount = slashed.Fields.Integer("amount");
        var slash = new StakeSlash(slashed, node, lockId)
        {
            ToHarmed = toHarmed ? amount : BigInteger.Zero,
            ToTreasury = toHarmed ? BigInteger.Zero : amount,
        };
        if (toHarmed && IsNext(at, "NodeSlashed", 2) && IsNext(at + 1, "ChallengerRewarded", 3))
        {
            slash = slash with
            {
                ToTreasury = events[at].Fields.Integer("amount"),
                Challenger = events[at + 1].Fields.Address("challenger"),
                ToChallenger = events[at + 1].Fields.Integer("amount"),
            };
            at += 2;
        }
        else if (debt.IsZero && IsNext(at, "DebtRecorded", 1))
        {
            debt = events[at++].Fields.Integer("amount");
        }

        return (Take(slash with { Debt = debt }, time), at - start);
    }

    private string? Take(StakeSlash slash, long time)
    {
        (Address node, BigInteger lockId) = (slash.Node, slash.LockId);
        Account account = Of(node);
        BigInteger locked = LockedBefore(node, lockId, null);
        slash = slash with { Liable = LiableFor(node, lockId, time), Reachable = locked + account.Free + account.Unbonding };
        _slashes.Add(slash);
        BigInteger left = slash.Amount;
        BigInteger Part(BigInteger from)
        {
            BigInteger part = BigInteger.Min(left, from);
            left -= part;
            return part;
        }

        BigInteger taken = Part(locked);
        Lock(node, lockId, slash.Event, locked - taken);
        account.Locked -= taken;
        account.Free -= Part(account.Free);
        account.Unbonding -= Part(account.Unbonding);
        account.Debt += slash.Debt;
        Of(slash.Challenger).Free += slash.ToChallenger;
        TotalBonded -= slash.Amount - slash.ToChallenger;
        Uncollected += slash.ToTreasury;

        // What was slashed, or is owed for it, is no longer liable.
        if (_releases.TryGetValue((node, lockId), out (BigInteger Amount, BigInteger Until) release))
            _releases[(node, lockId)] = (release.Amount - BigInteger.Min(release.Amount, slash.Amount + slash.Debt), release.Until);
        return left.IsZero ? null : $"{slash.Amount} was slashed of {node}, which had {slash.Amount - left}";
    }

    private BigInteger LiableFor(Address node, BigInteger lockId, long time)
    {
        BigInteger locked = LockedBefore(node, lockId, null);
        return _releases.TryGetValue((node, lockId), out (BigInteger Amount, BigInteger Until) release) && time < release.Until
            ? BigInteger.Max(locked, release.Amount)
            : locked;
    }

    private void Lock(Address node, BigInteger lockId, ContractEvent at, BigInteger amount)
    {
        if (!_locks.TryGetValue((node, lockId), out List<(ContractEvent At, BigInteger Amount)>? changes))
            _locks[(node, lockId)] = changes = [];
        changes.Add((at, amount));
    }

    private Account Of(Address node)
    {
        if (!_accounts.TryGetValue(node, out Account? account)) _accounts[node] = account = new Account();
        return account;
    }

    private sealed class Account
    {
        public BigInteger Free { get; set; }

        public BigInteger Locked { get; set; }

        public BigInteger Unbonding { get; set; }

        public BigInteger ReleasableAt { get; set; }

        public BigInteger Debt { get; set; }
    }
}
