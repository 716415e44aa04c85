namespace FlZk.Statements;

/// <summary>The statements that a link key can serve, each with rows and columns of its own.</summary>
public enum LinkedStatement
{
    /// <summary>A committed model is the federated average of committed updates.</summary>
    FedAvg,

    /// <summary>A committed update has values in range and a bounded norm.</summary>
    BoundedUpdate,
}
