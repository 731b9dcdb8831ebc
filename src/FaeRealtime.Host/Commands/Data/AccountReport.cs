using System.CommandLine;
using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Accounts;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Commands.Data;

/// <summary>Prints what became of everything in a data set.</summary>
internal static class AccountReport
{
    /// <summary>The option that accepts a loss.</summary>
    public static Option<bool> AllowLoss() => new("--allow-loss") { Description = "Accept a set that loses more than 1 % of its pictures, labels or all captions." };

    /// <summary>The option for machines.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print the account alone, as JSON." };

    /// <summary>Prints the account on stdout and a refusal on stderr.</summary>
    /// <returns>The exit code: 2 where the set is refused.</returns>
    public static int Print(DatasetAccount account, bool allowLoss, bool json = false)
    {
        if (json)
        {
            Console.WriteLine(account.ToJson());
        }
        else
        {
            DatasetAccountText.Write(account, Console.Out);
        }

        if (allowLoss || account.Refusal is not { } refusal)
        {
            return ExitCode.Success;
        }

        Console.Error.WriteLine($"fae: {Shortened.Printable(refusal)} (--allow-loss)");
        return ExitCode.Input;
    }
}
