// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";

/// @title JobsDouble
/// @notice One job of an exchange, without the rest of it.
contract JobsDouble {
    IDataExchange.Job private _job;

    function setContributions(address verifier, uint128 maxSquaredNorm) external {
        _job.spec.contributionVerifier = verifier;
        _job.spec.maxSquaredNorm = maxSquaredNorm;
    }

    function getJob(uint256 jobId) external view returns (IDataExchange.Job memory) {
        if (jobId != 1) revert IDataExchange.JobUnknown(jobId);
        return _job;
    }
}
