using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>Has node draw faces: one process, requests and drawings as lines, in order.</summary>
/// <param name="script">The script beside the packages.</param>
internal sealed class FaceSvgSource(string script)
{
    /// <summary>Drawings of faces, in their order.</summary>
    /// <param name="faces">Which; read on another thread.</param>
    /// <param name="cancellationToken">Ends node.</param>
    /// <exception cref="ConfigException">node is not installed, is too old or failed; its own message is quoted.</exception>
    public async IAsyncEnumerable<(Face Face, string Svg)> DrawAsync(IEnumerable<Face> faces, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var node = Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var errors = node.StandardError.ReadToEndAsync(CancellationToken.None);
        var asked = new ConcurrentQueue<Face>();
        var asking = Task.Run(() => AskAsync(node.StandardInput, faces, asked, stop.Token), CancellationToken.None);
        try
        {
            while (await node.StandardOutput.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                yield return asked.TryDequeue(out var face) ? (face, Parse(line, face)) : throw new ConfigException("node drew a face that was not asked for.");
            }

            await asking.ConfigureAwait(false);
            await node.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (node.ExitCode != 0 || !asked.IsEmpty)
            {
                throw new ConfigException($"node ended with {node.ExitCode} before every face was drawn: {(await errors.ConfigureAwait(false)).Trim()}. It needs version 18 or newer ('node --version').");
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            if (!node.HasExited)
            {
                node.Kill(entireProcessTree: true);
            }

            await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task AskAsync(StreamWriter input, IEnumerable<Face> faces, ConcurrentQueue<Face> asked, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var face in faces)
            {
                asked.Enqueue(face);
                await input.WriteLineAsync(Request(face).AsMemory(), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // node ended: its exit code and message say why.
        }
        finally
        {
            Close(input);
        }
    }

    // node waits for more until its input ends.
    private static void Close(StreamWriter input)
    {
        try
        {
            input.Close();
        }
        catch (IOException)
        {
            // It has ended before.
        }
    }

    private static string Request(Face face)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WriteNumber("id", face.Number);
            json.WriteString("package", face.Style.Package);
            json.WriteStartObject("variants");
            foreach (var (option, variant) in face.Variants)
            {
                json.WriteString(option, variant);
            }

            json.WriteEndObject();
            json.WriteStartObject("colours");
            foreach (var (option, colour) in face.OptionColours)
            {
                json.WriteString(option, colour);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }

    private static string Parse(string line, Face face)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var answer = document.RootElement;
            if (answer.TryGetProperty("error", out var error))
            {
                throw new ConfigException($"{face.Style.Package}@{face.Style.Version} did not draw face {face.Number}: {error.GetString()}. The style's file does not fit this version of the package.");
            }

            return answer.GetProperty("id").GetInt32() == face.Number ? answer.GetProperty("svg").GetString()! : throw new ConfigException($"node drew another face than {face.Number}.");
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ConfigException($"node answered face {face.Number} with '{line[..Math.Min(120, line.Length)]}', which is no drawing.", failure);
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("node", [script])
        {
            WorkingDirectory = Path.GetDirectoryName(script)!,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        try
        {
            return Process.Start(start) ?? throw new ConfigException("node did not start.");
        }
        catch (Win32Exception failure)
        {
            throw new ConfigException($"node cannot be started ({failure.Message}). Install it (Debian: apt install nodejs), version 18 or newer.", failure);
        }
    }
}
