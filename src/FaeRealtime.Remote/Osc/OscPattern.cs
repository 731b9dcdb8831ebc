namespace FaeRealtime.Remote.Osc;

/// <summary>An address pattern of OSC 1.0 and 1.1: <c>?</c>, <c>*</c>, <c>[a-z]</c>, <c>[!a-z]</c> and <c>{one,other}</c> within a part of an address, <c>//</c> for any parts between.</summary>
/// <remarks>Matched token by token over the set of places reached so far: time grows with the product of the lengths, whatever the pattern.</remarks>
internal sealed class OscPattern
{
    private const int Longest = 256;

    private readonly List<Func<string, int, IEnumerable<int>>> _tokens = [];

    private OscPattern()
    {
    }

    /// <summary>The pattern of an address.</summary>
    /// <returns>Null where the address is a plain one, or no pattern: a bracket is not closed, or it is longer than 256.</returns>
    public static OscPattern? Of(string address)
    {
        if (address.Length > Longest || (address.AsSpan().IndexOfAny("?*[{") < 0 && !address.Contains("//", StringComparison.Ordinal)))
        {
            return null;
        }

        var pattern = new OscPattern();
        for (var at = 0; at < address.Length;)
        {
            if (pattern.Add(address, at) is not (> 0 and var length))
            {
                return null;
            }

            at += length;
        }

        return pattern;
    }

    /// <summary>Whether it means an address.</summary>
    public bool Matches(string address)
    {
        var reached = new HashSet<int> { 0 };
        foreach (var token in _tokens)
        {
            reached = [.. reached.SelectMany(place => token(address, place))];
            if (reached.Count == 0)
            {
                return false;
            }
        }

        return reached.Contains(address.Length);
    }

    // Gives how many letters of the pattern the token has; 0 for a bracket without end.
    private int Add(string text, int at)
    {
        switch (text[at])
        {
            case '?':
                _tokens.Add((address, place) => IsPart(address, place) ? [place + 1] : []);
                return 1;
            case '*':
                _tokens.Add(Rest);
                return 1;
            case '/' when at + 1 < text.Length && text[at + 1] == '/':
                _tokens.Add(Deeper);
                return 2;
            case '[':
                return AddSet(text, at);
            case '{':
                return AddChoice(text, at);
            case var letter:
                _tokens.Add((address, place) => place < address.Length && address[place] == letter ? [place + 1] : []);
                return 1;
        }
    }

    private int AddSet(string text, int at)
    {
        var end = text.IndexOf(']', at);
        if (end < 0)
        {
            return 0;
        }

        var inverts = text[at + 1] == '!';
        var set = text[(at + (inverts ? 2 : 1))..end];
        _tokens.Add((address, place) => IsPart(address, place) && Contains(set, address[place]) != inverts ? [place + 1] : []);
        return end + 1 - at;
    }

    private int AddChoice(string text, int at)
    {
        var end = text.IndexOf('}', at);
        if (end < 0)
        {
            return 0;
        }

        var words = text[(at + 1)..end].Split(',');
        _tokens.Add((address, place) => words.Where(word => string.CompareOrdinal(address, place, word, 0, word.Length) == 0).Select(word => place + word.Length));
        return end + 1 - at;
    }

    private static bool Contains(string set, char letter)
    {
        for (var i = 0; i < set.Length; i++)
        {
            var isRange = i + 2 < set.Length && set[i + 1] == '-';
            if (isRange ? letter >= set[i] && letter <= set[i + 2] : letter == set[i])
            {
                return true;
            }

            i += isRange ? 2 : 0;
        }

        return false;
    }

    private static bool IsPart(string address, int place) => place < address.Length && address[place] != '/';

    private static IEnumerable<int> Rest(string address, int place)
    {
        yield return place;
        while (IsPart(address, place))
        {
            yield return ++place;
        }
    }

    private static IEnumerable<int> Deeper(string address, int place)
    {
        for (; place < address.Length && address[place] == '/'; place++)
        {
            yield return place + 1;
            while (IsPart(address, place + 1))
            {
                place++;
            }
        }
    }
}
