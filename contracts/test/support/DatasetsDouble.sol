// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";

/// @title DatasetsDouble
/// @notice The datasets of an exchange, without the rest of it.
contract DatasetsDouble {
    address[] private _owners;

    function add(address owner) external returns (uint256) {
        _owners.push(owner);
        return _owners.length;
    }

    function getDataset(uint256 datasetId) external view returns (IDataExchange.Dataset memory dataset) {
        if (datasetId == 0 || datasetId > _owners.length) revert IDataExchange.DatasetUnknown(datasetId);
        dataset.owner = _owners[datasetId - 1];
    }
}
