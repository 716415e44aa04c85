using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;

namespace FlZk.Exchange.Contracts;

/// <summary>A verifier's key, kept as the code of a contract of its own, behind one zero byte.</summary>
internal static class StoredKey
{
    /// <summary>Reads the key blob.</summary>
    /// <exception cref="InvalidChainResponseException">No key lives there.</exception>
    /// <exception cref="ChainException">The node cannot be reached or refused.</exception>
    public static async Task<byte[]> ReadAsync(Web3 web3, Address store, BlockReference block, CancellationToken cancellation)
    {
        byte[] code = await web3.Client.GetCodeAsync(store, block, cancellation).ConfigureAwait(false);
        return code is [0, .. byte[] blob]
            ? blob
            : throw new InvalidChainResponseException($"The code of {store} is not a stored key: it has {code.Length} bytes.");
    }
}
