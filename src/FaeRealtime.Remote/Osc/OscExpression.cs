using System.Globalization;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Remote.Osc;

/// <summary>Arithmetic of one number x: + - * / ( ), and min, max, clamp(value, low, high), lerp(from, to, share), round. Nothing else is understood, so nothing else can happen.</summary>
internal sealed class OscExpression
{
    private const int Longest = 1000;
    private const int Deepest = 32;

    private readonly string _text;
    private readonly Func<double, double> _value;
    private int _at;
    private int _depth;

    /// <param name="text">Such as <c>lerp(0.1, 4, x * x)</c>.</param>
    /// <exception cref="ConfigException">It is no expression.</exception>
    public OscExpression(string text)
    {
        _text = text.Length <= Longest ? text : throw new ConfigException($"An expression has {text.Length} letters; give at most {Longest}.");
        _value = Sum();
        if (Peek() != '\0')
        {
            throw Wrong("the end");
        }
    }

    /// <summary>The value for an x.</summary>
    public double Of(double x) => _value(x);

    private Func<double, double> Sum()
    {
        var left = Product();
        while (Peek() is '+' or '-')
        {
            var (first, adds) = (left, _text[_at++] == '+');
            var second = Product();
            left = adds ? x => first(x) + second(x) : x => first(x) - second(x);
        }

        return left;
    }

    private Func<double, double> Product()
    {
        var left = Signed();
        while (Peek() is '*' or '/')
        {
            var (first, multiplies) = (left, _text[_at++] == '*');
            var second = Signed();
            left = multiplies ? x => first(x) * second(x) : x => first(x) / second(x);
        }

        return left;
    }

    private Func<double, double> Signed()
    {
        if (++_depth > Deepest)
        {
            throw Wrong("less nesting");
        }

        Func<double, double> value;
        if (Take('-'))
        {
            var inner = Signed();
            value = x => -inner(x);
        }
        else
        {
            value = Single();
        }

        _depth--;
        return value;
    }

    private Func<double, double> Single()
    {
        if (Take('('))
        {
            var inner = Sum();
            Expect(')');
            return inner;
        }

        return char.IsAsciiLetter(Peek()) ? Named() : Number();
    }

    private Func<double, double> Number()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.'))
        {
            _at++;
        }

        if (!double.TryParse(_text.AsSpan(start, _at - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            throw Wrong("a number, x, '(' or a function");
        }

        return _ => number;
    }

    private Func<double, double> Named()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiLetter(_text[_at]))
        {
            _at++;
        }

        var name = _text[start.._at];
        if (name == "x")
        {
            return x => x;
        }

        var values = Arguments();
        return (name, values) switch
        {
            ("min", [var a, var b]) => x => Math.Min(a(x), b(x)),
            ("max", [var a, var b]) => x => Math.Max(a(x), b(x)),
            ("clamp", [var a, var low, var high]) => x => Math.Max(low(x), Math.Min(high(x), a(x))),
            ("lerp", [var from, var to, var share]) => x => from(x) + ((to(x) - from(x)) * share(x)),
            ("round", [var a]) => x => Math.Round(a(x)),
            _ => throw Wrong($"min(a, b), max(a, b), clamp(a, low, high), lerp(from, to, share) or round(a) instead of {name} with {values.Count} values"),
        };
    }

    private List<Func<double, double>> Arguments()
    {
        Expect('(');
        List<Func<double, double>> values = [Sum()];
        while (Take(','))
        {
            values.Add(Sum());
        }

        Expect(')');
        return values;
    }

    private char Peek()
    {
        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }

        return _at < _text.Length ? _text[_at] : '\0';
    }

    private bool Take(char wanted)
    {
        if (Peek() != wanted)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(char wanted)
    {
        if (!Take(wanted))
        {
            throw Wrong($"'{wanted}'");
        }
    }

    private ConfigException Wrong(string wanted) => new(string.Create(CultureInfo.InvariantCulture, $"The expression '{_text}' is not understood at letter {_at + 1}; give {wanted} there."));
}
