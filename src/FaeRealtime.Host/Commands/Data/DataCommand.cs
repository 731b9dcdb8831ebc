using System.CommandLine;
using System.Globalization;
using FaeRealtime.Data.Loading;
using FaeRealtime.Data.Preparation;
using FaeRealtime.Data.Sources;

namespace FaeRealtime.Host.Commands.Data;

/// <summary><c>fae data</c>: prepares, describes and checks pictures for training.</summary>
internal static class DataCommand
{
    public const string Name = "data";

    public const string Summary = "Prepare, describe and check pictures for training.";

    public static Command Create()
    {
        var data = new Command(Name, Summary);
        data.Subcommands.Add(Emoji());
        data.Subcommands.Add(DataFacesCommand.Create());
        data.Subcommands.Add(Folder());
        data.Subcommands.Add(Tar());
        data.Subcommands.Add(DataVerifyCommand.Create());
        return data;
    }

    /// <summary>The argument that names a data set.</summary>
    internal static Argument<string> Place(string what) => new("dir") { Description = what };

    private static Command Emoji()
    {
        var folder = new Option<string>("--out") { Description = "Folder for images, manifest.json and classes.json.", Required = true };
        var archive = new Option<string?>("--archive") { Description = $"A local .tgz of {EmojiPreparation.Package}; otherwise npm fetches it." };
        var command = new Command("emoji", "Google's Noto emoji (Apache-2.0), 64 px on white, nine categories.") { folder, archive };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var options = new EmojiOptions(arguments.GetRequiredValue(folder), arguments.GetValue(archive));
            var manifest = await PreparationDisplay.RunAsync(progress => EmojiPreparation.PrepareAsync(options, progress, cancellationToken)).ConfigureAwait(false);
            var heldOut = manifest.Items.Count(item => item.Split == DatasetSplit.HeldOut);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.OutFolder}: {manifest.Items.Count - heldOut} pictures to train on, {heldOut} held out"));
        });
        return command;
    }

    private static Command Folder()
    {
        var place = Place("train/<class>/… and val/<class>/…, or <class>/…; classes.tsv and captions.jsonl are read where they are.");
        var allowLoss = AccountReport.AllowLoss();
        var command = new Command("folder", "Shows what training would use of a folder of pictures; 'train --data DIR' takes it as it is.") { place, allowLoss };
        command.SetAction(arguments =>
        {
            var summary = Dataset.Describe(arguments.GetRequiredValue(place));
            DatasetText.Print(summary, Console.Out);
            return AccountReport.Print(summary.Account, arguments.GetValue(allowLoss));
        });
        return command;
    }

    private static Command Tar()
    {
        var place = Place("A folder of WebDataset shards: *.tar with key.jpg, key.txt (caption) or key.cls (class).");
        var (allowLoss, json) = (AccountReport.AllowLoss(), AccountReport.Json());
        var command = new Command("tar", "Indexes tar shards, so that later starts need no pass over them; 'train --data DIR' takes the folder.") { place, allowLoss, json };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var folder = arguments.GetRequiredValue(place);
            var index = await PreparationDisplay.RunAsync(progress => Task.Run(() => Dataset.IndexShards(folder, progress, cancellationToken), cancellationToken)).ConfigureAwait(false);
            var summary = Dataset.Describe(folder);
            if (!arguments.GetValue(json))
            {
                DatasetText.Print(summary, Console.Out);
                Console.WriteLine(index);
            }

            return AccountReport.Print(summary.Account, arguments.GetValue(allowLoss), arguments.GetValue(json));
        });
        return command;
    }
}
