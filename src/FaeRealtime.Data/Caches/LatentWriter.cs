using System.Buffers.Binary;
using System.Runtime.InteropServices;
using FaeRealtime.Core;
using Microsoft.Win32.SafeHandles;

namespace FaeRealtime.Data.Caches;

/// <summary>Writes a cache file under a name of its own, from where it left off when it was interrupted, and gives it its real name when it is whole.</summary>
internal sealed class LatentWriter : IDisposable
{
    // What a power failure may cost, in time: the count moves on only after the values before it are on disk.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly LatentLayout _layout;
    private readonly string _target;
    private readonly TimeProvider _clock;
    private readonly SafeFileHandle _file;
    private readonly byte[] _record;
    private long _noted;

    private LatentWriter(string target, LatentLayout layout, TimeProvider clock, SafeFileHandle file)
    {
        (_target, _layout, _clock, _file) = (target, layout, clock, file);
        _record = new byte[layout.RecordBytes];
        _noted = clock.GetTimestamp();
    }

    /// <summary>Opens the unfinished file, or begins one.</summary>
    /// <param name="target">The finished file's path; its folder exists.</param>
    /// <param name="layout">What it holds.</param>
    /// <param name="unit">Only a multiple of so many views is gone on from.</param>
    /// <param name="clock">For the pauses between flushes.</param>
    /// <exception cref="IOException">Another process writes it, or the folder is full or read-only.</exception>
    public static LatentWriter Open(string target, LatentLayout layout, int unit, TimeProvider clock)
    {
        using var parts = new PartsInMaking();
        var writer = parts.Add(new LatentWriter(target, layout, clock, File.OpenHandle(Unfinished(target), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)));
        writer.Resume(unit);
        return parts.Finish(writer);
    }

    /// <summary>Views written so far.</summary>
    public long Written { get; private set; }

    /// <summary>Appends views.</summary>
    /// <param name="means"><c>[B, T, C]</c>.</param>
    /// <param name="logVariances">The same.</param>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Append(ReadOnlySpan<float> means, ReadOnlySpan<float> logVariances)
    {
        for (var start = 0; start < means.Length; start += _layout.Values)
        {
            Store(means.Slice(start, _layout.Values), _record.AsSpan(0, _record.Length / 2));
            Store(logVariances.Slice(start, _layout.Values), _record.AsSpan(_record.Length / 2));
            RandomAccess.Write(_file, _record, _layout.Offset(Written));
            Written++;
        }

        if (_clock.GetElapsedTime(_noted) > Pause)
        {
            Commit();
            _noted = _clock.GetTimestamp();
        }
    }

    /// <summary>Ends the file: from now on it is used.</summary>
    public void Finish()
    {
        Commit();
        File.Move(Unfinished(_target), _target, overwrite: true);
    }

    /// <summary>Leaves an unfinished file to be gone on with.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>The name while the file is unfinished.</summary>
    internal static string Unfinished(string target) => target + ".part";

    private void Resume(int unit)
    {
        Written = Committed() / unit * unit;
        if (Written == 0)
        {
            RandomAccess.SetLength(_file, 0);
            RandomAccess.Write(_file, _layout.Header(), 0);
            Commit();
        }
    }

    // A file of another content, or one that lost its end, counts for what it really holds.
    private long Committed()
    {
        var header = new byte[LatentLayout.HeaderBytes];
        if (RandomAccess.GetLength(_file) < header.Length || RandomAccess.Read(_file, header, 0) < header.Length || !header.AsSpan(0, LatentLayout.CountOffset).SequenceEqual(_layout.Header()))
        {
            return 0;
        }

        var count = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(LatentLayout.CountOffset));
        return Math.Clamp(count, 0, Math.Min(_layout.Views, (RandomAccess.GetLength(_file) - LatentLayout.HeaderBytes) / _layout.RecordBytes));
    }

    /// <summary>Makes sure that what is written so far survives a power failure.</summary>
    public void Commit()
    {
        RandomAccess.FlushToDisk(_file);
        Span<byte> count = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(count, Written);
        RandomAccess.Write(_file, count, LatentLayout.CountOffset);
        RandomAccess.FlushToDisk(_file);
    }

    private void Store(ReadOnlySpan<float> values, Span<byte> target)
    {
        if (_layout.Storage == LatentStorage.F32)
        {
            MemoryMarshal.AsBytes(values).CopyTo(target);
            return;
        }

        var halves = MemoryMarshal.Cast<byte, Half>(target);
        for (var i = 0; i < values.Length; i++)
        {
            halves[i] = (Half)values[i];
        }
    }
}
