using System.CommandLine;
using System.Globalization;
using FaeRealtime.Data.Loading;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Commands.Data;

/// <summary><c>fae data verify</c>: decodes every picture of a data set.</summary>
internal static class DataVerifyCommand
{
    public static Command Create()
    {
        var place = DataCommand.Place("A data set that 'train --data' takes.");
        var workers = new Option<int?>("--workers") { Description = "Decoding threads; one a core unless given." };
        workers.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1)
            {
                result.AddError("--workers must be 1 or more.");
            }
        });
        var (allowLoss, json) = (AccountReport.AllowLoss(), AccountReport.Json());
        var command = new Command("verify", "Decodes every picture and names those that training would skip; exit 0 when there is none, else 2.") { place, workers, allowLoss, json };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var (folder, threads) = (arguments.GetRequiredValue(place), arguments.GetValue(workers));
            var found = await PreparationDisplay.RunAsync(
                progress => Task.Run(() => Dataset.Verify(folder, threads, progress, TimeProvider.System, cancellationToken), cancellationToken)).ConfigureAwait(false);
            if (!arguments.GetValue(json))
            {
                Print(folder, found);
            }

            var code = AccountReport.Print(found.Account, arguments.GetValue(allowLoss), arguments.GetValue(json));
            return found.Broken.Count > 0 ? ExitCode.Input : code;
        });
        return command;
    }

    private static void Print(string folder, DatasetVerification found)
    {
        foreach (var broken in found.Broken)
        {
            Console.WriteLine($"{broken.Place}: {broken.Reason}");
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{folder}: {found.Broken.Count} of {found.Images} pictures cannot be used; {found.ImagesPerSecond:f0} images/s over {found.Elapsed.TotalSeconds:f1} s"));
    }
}
