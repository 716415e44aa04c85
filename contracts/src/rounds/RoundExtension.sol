// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Wiring } from "../governance/Wiring.sol";
import { RoundBase } from "./RoundBase.sol";
import { RoundEndings } from "./RoundEndings.sol";
import { RoundInstalments } from "./RoundInstalments.sol";
import { RoundProposals } from "./RoundProposals.sol";
import { RoundReceipts } from "./RoundReceipts.sol";
import { RoundViews } from "./RoundViews.sol";

/// @title RoundExtension
/// @notice The second half of ModelCoordinator's code, which runs on ModelCoordinator's storage and nowhere else: called directly it finds
///         no job and no round.
contract RoundExtension is RoundReceipts, RoundInstalments, RoundProposals, RoundEndings, RoundViews {
    /// @param wiring The deployment's addresses, as ModelCoordinator has them.
    constructor(Wiring memory wiring) RoundBase(wiring) { }
}
