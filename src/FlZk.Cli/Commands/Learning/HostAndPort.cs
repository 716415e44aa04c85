using System.Globalization;
using System.Net;
using FlZk.Cli.Hosting;

namespace FlZk.Cli.Commands.Learning;

/// <summary><c>ADDRESS:PORT</c> as a person writes it; a port alone is one of this machine's own.</summary>
internal static class HostAndPort
{
    /// <summary>The help's word for it.</summary>
    public const string HelpName = "ADDRESS:PORT";

    /// <summary>Where to send.</summary>
    /// <exception cref="UsageException">It is no host and port.</exception>
    public static DnsEndPoint Parse(string option, string text)
    {
        int colon = text.LastIndexOf(':');
        string host = colon <= 0 ? IPAddress.Loopback.ToString() : text[..colon];
        bool isBracketed = host is ['[', .., ']'];
        if (isBracketed) host = host[1..^1];
        return int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            && port <= IPEndPoint.MaxPort
            && Uri.CheckHostName(host) != UriHostNameType.Unknown
            && isBracketed == host.Contains(':', StringComparison.Ordinal)
                ? new DnsEndPoint(host, port)
                : throw new UsageException($"{option} {text}: an address and a port belong here, such as 127.0.0.1:7070 or [::1]:7070.");
    }

    /// <summary>What <see cref="Parse"/> understands.</summary>
    public static string Text(DnsEndPoint address) => new UriBuilder("tcp", address.Host, address.Port).Uri.Authority;

    /// <summary>Where to listen.</summary>
    /// <exception cref="UsageException">It is no address of a machine.</exception>
    public static IPEndPoint ParseOwn(string option, string text)
    {
        DnsEndPoint address = Parse(option, text);
        if (address.Host == "localhost") return new IPEndPoint(IPAddress.Loopback, address.Port);
        return IPAddress.TryParse(address.Host, out IPAddress? own)
            ? new IPEndPoint(own, address.Port)
            : throw new UsageException($"{option} {text}: an address of this machine belongs here, in digits.");
    }
}
