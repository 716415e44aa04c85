namespace FlZk.Bench.Roofline;

/// <summary>What an operation cannot do without, whatever its code: what its speed is held against the roofline with.</summary>
/// <param name="BytesRead">Its inputs, each once.</param>
/// <param name="BytesWritten">Its outputs, where they are a share worth counting.</param>
/// <param name="MultiplyAdds">Products of integers that it has to add up; 0 where memory is the bound.</param>
internal readonly record struct OperationWork(double BytesRead, double BytesWritten = 0, double MultiplyAdds = 0)
{
    /// <summary>Bytes read and written.</summary>
    public double Bytes => BytesRead + BytesWritten;
}
