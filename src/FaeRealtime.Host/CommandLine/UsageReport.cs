using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace FaeRealtime.Host.CommandLine;

/// <summary>What is said of a command line that no command understands: what is wrong and where help is, instead of the whole help, under which the mistake would scroll away.</summary>
internal static partial class UsageReport
{
    /// <summary>Takes the help out of what a wrong command line is answered with. A user who gives no argument at all gets it.</summary>
    public static ParseResult Shorten(ParseResult parsed)
    {
        if (parsed.Tokens.Count > 0 && parsed.Action is ParseErrorAction action)
        {
            action.ShowHelp = false;
        }

        return parsed;
    }

    /// <summary>Says the rest, below the mistakes.</summary>
    public static void Print(ParseResult parsed, TextWriter error)
    {
        if (parsed.Tokens.Count == 0 || parsed.Action is not ParseErrorAction)
        {
            return;
        }

        // The mistake itself is named above in the words of .NET.
        var numbers = parsed.Errors.Select(item => NumberType().Match(item.Message)).Where(match => match.Success)
            .Select(wrong => $"'{wrong.Groups["given"].Value}' is no {(wrong.Groups["type"].Value is "Double" or "Single" ? "number" : "whole number that fits")}; ");
        string[] names = [.. Commands(parsed.CommandResult).Reverse().Select(command => command.Name)];
        error.WriteLine($"fae: {string.Concat(numbers)}{(names.Length == 0 ? "'fae --help' lists the commands." : $"'fae {string.Join(' ', names)} --help' tells what it takes.")}");
    }

    [GeneratedRegex(@"argument '(?<given>[^']*)'.* type '.*System\.(?<type>Int32|Int64|UInt64|Double|Single)")]
    private static partial Regex NumberType();

    private static IEnumerable<Command> Commands(SymbolResult? innermost)
    {
        for (var at = innermost; at is CommandResult { Command: not RootCommand } result; at = at.Parent)
        {
            yield return result.Command;
        }
    }
}
