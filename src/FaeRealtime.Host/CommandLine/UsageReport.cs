using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

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

    /// <summary>Names what looks like an option and is none of the command's, with the nearest that is: it would else be taken as a model or a file. A name that begins with '-' is given as ./-name.</summary>
    /// <returns>Whether there was one; then nothing else is to be said or done.</returns>
    public static bool PrintMistyped(ParseResult parsed, TextWriter error)
    {
        if (parsed.Action is HelpAction)
        {
            return false;
        }

        var strange = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value)
            .Concat(parsed.UnmatchedTokens).Where(value => value.Length > 1 && value[0] == '-').Distinct().ToList();
        string[] names = [.. Commands(parsed.CommandResult).Reverse().Select(command => command.Name)];
        string[] known = [.. parsed.CommandResult.Command.Options.Where(option => !option.Hidden).SelectMany(option => option.Aliases.Prepend(option.Name)).Where(name => name.StartsWith("--", StringComparison.Ordinal))];
        var command = string.Join(' ', names.Prepend("fae"));
        foreach (var value in strange)
        {
            var given = value.Split('=')[0];
            error.WriteLine($"fae: '{command}' has no option '{Shortened.Text(given)}'{(NearestName.Of(given, known.OrderByDescending(name => given.AsSpan().CommonPrefixLength(name))) is { } nearest ? $"; the nearest is '{nearest}'" : string.Empty)}. '{command} --help' tells what it takes.");
        }

        return strange.Count > 0;
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
