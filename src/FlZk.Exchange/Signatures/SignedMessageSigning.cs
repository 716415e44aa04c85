using FlZk.Ethereum.Accounts;

namespace FlZk.Exchange.Signatures;

/// <summary>Signs messages of every kind.</summary>
public static class SignedMessageSigning
{
    /// <summary>The same message with its author's signature.</summary>
    /// <param name="message">What is signed.</param>
    /// <param name="author">Who signs; whether it is the message's author is checked where the message is taken.</param>
    public static T Sign<T>(this T message, Account author)
        where T : SignedMessage
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(author);

        // A copy has its original's type.
        return (T)((SignedMessage)message with { Signature = author.Sign(message.Message()) });
    }
}
