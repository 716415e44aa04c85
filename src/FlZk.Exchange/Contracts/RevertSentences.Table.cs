namespace FlZk.Exchange.Contracts;

/// <content>The table: declarations in Solidity's own words, and what they mean.</content>
public static partial class RevertSentences
{
    private static IEnumerable<(string Declaration, string Sentence)> Entries() =>
    [
        .. Jobs, .. Datasets, .. Rounds, .. Verification, .. Stakes, .. Rewards, .. Foundations,
    ];

    private static (string Declaration, string Sentence)[] Jobs =>
    [
        ("AddressZero()", "an address that must be given is zero"),
        ("JobUnknown(uint256 jobId)", "there is no job {jobId}"),
        ("JobNotOpen(uint256 jobId)", "job {jobId} is closed"),
        ("JobExpired(uint256 jobId)", "job {jobId} has expired: no round may start and nobody may join; anyone may close it"),
        ("JobNotClosed(uint256 jobId)", "job {jobId} is still open: close it first"),
        ("JobNotClosable(uint256 jobId)",
            "job {jobId} may be closed by its publisher alone until it has expired or every round is finalised"),
        ("RoundRunning(uint256 jobId, uint256 round)",
            "round {round} of job {jobId} is running: wait for its end, or push it on once its deadline has passed"),
        ("VerifierWithoutCode(address verifier)", "there is no contract at the verifier's address {verifier}"),
        ("VerifierCodeHashWrong(bytes32 expected, bytes32 actual)",
            "the verifier's code has another hash, {actual}, than the job names, {expected}: read it from the chain again"),
        ("VerifierKeyWrong(bytes32 expected, bytes32 actual)", "the verifier holds key {actual}, the job names {expected}"),
        ("ModelShapeWrong(uint256 dimension, uint256 chunkCount)",
            "{dimension} parameters in {chunkCount} chunks are not what the verifier's key is for"),
        ("BountyZero()", "a job needs a bounty above zero"),
        ("RoundCountZero()", "a job needs at least one round"),
        ("ProviderLimitsWrong(uint256 minProviders, uint256 maxProviders)",
            "at least {minProviders} and at most {maxProviders} providers do not fit each other or the contract's bounds"),
        ("MaxWeightOutOfRange(uint256 maxWeight)",
            "a largest weight of {maxWeight} is zero, or so large that all providers together could exceed the circuit's total weight"),
        ("AggregatorInvalid()", "the aggregator is missing, or is its own backup"),
        ("DurationOutOfRange(uint256 duration)", "a phase of {duration} seconds is shorter or longer than jobs allow"),
        ("ExpiryInPast(uint256 expiry)", "the job's expiry, {expiry:time}, is over"),
        ("TransferAmountWrong(uint256 expected, uint256 actual)",
            "the token delivered {actual} instead of {expected}: tokens that take a fee or change balances are not accepted"),
        ("AlreadyRegistered(uint256 jobId, address provider)", "{provider} contributes to job {jobId} already"),
        ("NotRegistered(uint256 jobId, address provider)", "{provider} does not contribute to job {jobId}: join it first"),
        ("JobFull(uint256 jobId)", "job {jobId} has all the providers it admits"),
        ("CallerNotAggregator(uint256 jobId, address caller)", "{caller} is neither the aggregator nor the backup of job {jobId}"),
        ("AggregatorMayNotContribute(uint256 jobId)", "the aggregator and the backup of job {jobId} may not contribute to it"),
        ("AggregatorNotBonded(uint256 jobId)",
            "the aggregator or the backup of job {jobId} has not accepted its role and bonded its stake, or lost part of it"),
    ];

    private static (string Declaration, string Sentence)[] Datasets =>
    [
        ("DatasetUnknown(uint256 datasetId)", "there is no data set {datasetId}"),
        ("CallerNotDatasetOwner(uint256 datasetId, address caller)", "data set {datasetId} does not belong to {caller}"),
        ("DatasetCommitmentZero()", "a data set needs a commitment other than zero"),
    ];

    private static (string Declaration, string Sentence)[] Rounds =>
    [
        ("CallerNotExchange(address caller)", "only the exchange may do this, not {caller}"),
        ("CallerMayNotStart(uint256 jobId, address caller)",
            "{caller} may not start rounds of job {jobId}: its publisher, aggregator or backup may"),
        ("RoundsExhausted(uint256 jobId)", "every round that job {jobId} pays for is finalised"),
        ("TooFewContributors(uint256 registered, uint256 needed)", "{registered} providers have joined, a round needs {needed}"),
        ("RoundUnknown(uint256 jobId, uint256 round)", "round {round} of job {jobId} has not started"),
        ("PhaseWrong(uint8 actual)", "the round is in its phase {actual:phase}, which does not allow this"),
        ("DeadlinePassed(uint256 deadline)", "too late: the phase ended at {deadline:time}"),
        ("DeadlineNotReached(uint256 deadline)", "too early: the phase runs until {deadline:time}"),
        ("NotEligible(uint256 jobId, uint256 round, address provider)",
            "{provider} may not commit in round {round} of job {jobId}: it joined too late, or is not of the committee"),
        ("AlreadyCommitted(address provider)", "{provider} has committed in this round already"),
        ("CommitHashZero()", "the commit hash is zero"),
        ("NotCommitted(address provider)", "{provider} has not committed in this round"),
        ("AlreadyRevealed(address provider)", "{provider} has revealed in this round already"),
        ("RoundKeyMismatch()", "the reveal is for another round than the call names"),
        ("CommitmentMismatch()", "commitment, weight and salt are not what was committed to"),
        ("WeightOutOfRange(uint256 weight, uint256 maxWeight)", "a weight of {weight} is outside 1 to {maxWeight}"),
        ("ReceiptInvalid(address signer)",
            "the receipt is signed by {signer}, or for something else: it must be the aggregator's or its backup's for this very update"),
        ("CallerNotAggregator(address caller)", "{caller} may not settle this round now"),
        ("VerifierCodeChanged(address verifier)", "the code at verifier {verifier} is no longer what the job pinned"),
        ("AggregateProofRejected()", "the proof does not verify for this round, its sums and this account"),
        ("TooFewToGoOn(uint256 actual, uint256 needed)", "{actual} providers took part, {needed} are needed: the round can only be failed"),
        ("RoundMayGoOn()", "the round can still go on: advance it instead of failing it"),
        ("ModelAlreadyPublished(uint256 jobId, uint256 round)", "the model of round {round} of job {jobId} is published already"),
        ("ModelLengthWrong(uint256 expected, uint256 actual)", "the model has {actual} bytes, the job's have {expected}"),
        ("BlindingOutOfField()", "the blinding is not below the field's order"),
        ("FinalWeightsAlreadyCommitted(uint256 jobId)", "the final weights of job {jobId} are named already"),
        ("NotLastFinalisedRound(uint256 jobId, uint256 round)", "round {round} is not the last finalised one of job {jobId}"),
        ("JobNotFinished(uint256 jobId)", "job {jobId} has rounds left and is not closed"),
    ];

    private static (string Declaration, string Sentence)[] Verification =>
    [
        ("KeyLengthWrong(uint256 length)", "a key of {length} bytes has another length than its number of chunks takes"),
        ("KeyShapeWrong()", "the key's dimension, chunk size, chunk count and bit lengths do not fit each other"),
        ("KeyPointInvalid(uint256 word)", "the key's point at word {word} is infinity, off the curve or outside its subgroup"),
        ("KeyPointsEqual(uint256 firstWord, uint256 secondWord)",
            "the key's points at words {firstWord} and {secondWord} are equal: proofs could be forged under it"),
        ("KeyNotStored()", "the key could not be stored as code: it is too long, or the gas ran out"),
        ("ContextOutOfField()", "the context is not below the field's order"),
        ("TotalWeightOutOfRange(uint256 totalWeight)", "a total weight of {totalWeight} is zero or beyond the circuit's"),
        ("ChunkCountWrong(uint256 expected, uint256 actual)", "the proof has {actual} chunks, the key {expected}"),
        ("CoordinateOutOfField()", "a coordinate of the statement or proof is not below the field's order"),
        ("PointAtInfinity()", "a point is infinity where none may be"),
        ("PointNotOnCurve()", "a point is off its curve or outside its subgroup"),
    ];

    private static (string Declaration, string Sentence)[] Stakes =>
    [
        ("AmountZero()", "the amount is zero"),
        ("DelayZero()", "the unbonding delay is zero"),
        ("CallerNotCoordinator(address caller)", "only the coordinator may do this, not {caller}"),
        ("CallerNotTreasury(address caller)", "only the treasury may do this, not {caller}"),
        ("StakeInsufficient(address node, uint256 needed, uint256 free)",
            "{node} has {free} units of stake free, {needed} are needed: deposit the rest"),
        ("NothingUnbonding(address node)", "{node} has no stake waiting to leave: start unbonding first"),
        ("StillUnbonding(uint256 releasableAt)", "the stake may leave from {releasableAt:time} on"),
        ("FractionOutOfRange(uint256 basisPoints)", "a fraction of {basisPoints} basis points is outside 1 to 10000"),
    ];

    private static (string Declaration, string Sentence)[] Rewards =>
    [
        ("PoolAlreadyOpen(uint256 jobId)", "the bounty of job {jobId} is locked already"),
        ("PoolNotOpen(uint256 jobId)", "job {jobId} has no bounty that could be closed"),
        ("RoundNotSettled(uint256 roundId)", "{roundId:round} is neither finalised nor failed"),
        ("AlreadyDistributed(uint256 roundId)", "the reward of {roundId:round} is fixed already: claim it"),
        ("NotDistributed(uint256 roundId)", "the reward of {roundId:round} is not fixed yet: distribute it first"),
        ("NothingToDistribute(uint256 roundId)", "{roundId:round} failed and nobody was slashed for it: there is nothing to distribute"),
        ("NothingRevealed(uint256 roundId, address provider)", "{provider} revealed nothing in {roundId:round}: it has no share"),
        ("AlreadyClaimed(uint256 roundId, address provider)", "{provider} has taken its share of {roundId:round} already"),
        ("NothingToRefund(uint256 jobId)", "job {jobId} has no refund, or it was taken before"),
        ("CallerNotPublisher(uint256 jobId, address caller)", "{caller} did not publish job {jobId}"),
    ];

    private static (string Declaration, string Sentence)[] Foundations =>
    [
        ("ReentrancyGuardReentrantCall()", "a contract called back in the middle of a call"),
        ("SafeERC20FailedOperation(address token)", "the token at {token} refused a transfer: is the allowance large enough?"),
        ("InvalidShortString()", "a text could not be stored"),
        ("StringTooLong(string str)", "the text '{str}' is too long"),
        ("SafeCastOverflowedUintDowncast(uint8 bits, uint256 value)", "{value} is too large: at most {bits} bits fit"),
        ("ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)",
            "{sender} has {balance} units of the token, {needed} are needed"),
        ("ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)",
            "{spender} may take {allowance} units of the token, {needed} are needed: approve more"),
    ];
}
