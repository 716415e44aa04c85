namespace FlZk.Groth16;

/// <summary>Where a key's secrets came from, as its own contribution records say.</summary>
public enum KeyOrigin
{
    /// <summary>One party made all secrets, perhaps from a public seed: whoever knows them can forge. For local chains only.</summary>
    Development,

    /// <summary>Powers of tau and phase-2 contributions made elsewhere. Sound if one contributor of each forgot its secret.</summary>
    Ceremony,
}
