namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>Neighbouring parameters of all updates that go through a card together.</summary>
/// <param name="Start">The first.</param>
/// <param name="Length">How many.</param>
/// <param name="Pitch">The length of an update's row in the card's memory: <paramref name="Length"/> up to a multiple of 4.</param>
internal readonly record struct Tile(int Start, int Length, int Pitch);
