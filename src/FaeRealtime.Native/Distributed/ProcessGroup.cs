using System.Diagnostics;
using System.Globalization;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Native.Distributed;

/// <summary>The processes of one training run, able to add and copy memory between them: Open MPI, and NCCL for the memory of CUDA devices. Every rank makes the same calls in the same order. One thread at a time.</summary>
/// <remarks>Exchanges are MPI's nonblocking ones, asked for their end again and again: so they have a timeout, and a rank that waits hears why another has gone.</remarks>
public sealed unsafe class ProcessGroup : IDisposable
{
    // MPI counts in int.
    private const int LargestPiece = 1 << 28;

    // Below it, an exchange is over sooner than ranks have met for it.
    private const int SmallBytes = 1 << 16;

    // How long a wait asks without a pause: for a late rank, and for one that is there, whose data moves only while both ask.
    private static readonly TimeSpan LateSpin = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan DataSpin = TimeSpan.FromSeconds(30);

    private readonly ProcessGroupOptions _options;
    private readonly MpiRuntime _mpi;
    private readonly RankMessages _messages;
    private readonly nint _float = MpiLibrary.Predefined("ompi_mpi_float");
    private readonly nint _byte = MpiLibrary.Predefined("ompi_mpi_byte");
    private readonly nint _sum = MpiLibrary.Predefined("ompi_mpi_op_sum");
    private NcclCommunicator? _nccl;
    private long _completed;
    private bool _left;

    private ProcessGroup(ProcessGroupOptions options, MpiRuntime mpi)
    {
        (_options, _mpi) = (options, mpi);
        _messages = new RankMessages(mpi.Messages, mpi.Rank, mpi.World);
    }

    /// <summary>This process, 0 to <see cref="World"/> − 1.</summary>
    public int Rank => _mpi.Rank;

    /// <summary>Processes in all.</summary>
    public int World => _mpi.World;

    /// <summary>Whether <see cref="SumOnDevice"/> and <see cref="BroadcastOnDevice"/> work: a device was named on every rank, and NCCL is installed everywhere.</summary>
    public bool HasDevice => _nccl is not null;

    /// <summary>Meets the other ranks that the launcher started.</summary>
    /// <param name="options">Who, and for how long.</param>
    /// <returns>The group; the caller disposes.</returns>
    /// <exception cref="NativeException">Open MPI is missing, the launcher is not its own, or not all ranks came in time.</exception>
    public static ProcessGroup Join(ProcessGroupOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mpi = MpiRuntime.Start(options.StartTimeout);
        if (mpi.World != options.World || mpi.Rank != options.Rank)
        {
            throw new NativeException(string.Create(
                CultureInfo.InvariantCulture,
                $"This should be rank {options.Rank} of {options.World}, but for {MpiLibrary.FileName} it is rank {mpi.Rank} of {mpi.World}: it was started without mpirun, or by that of another MPI. Start it with Open MPI's: mpirun -n {options.World}, or in Slurm srun --mpi=pmix."));
        }

        var group = new ProcessGroup(options, mpi);
        group.JoinDevices();
        return group;
    }

    /// <summary>Replaces values by their sum over all ranks; every rank gets the same bits.</summary>
    /// <param name="values">As many on every rank.</param>
    /// <exception cref="NativeException">A rank is gone or too late; the message names it.</exception>
    public void Sum(Span<float> values)
    {
        var present = MeetFor((long)values.Length * sizeof(float));
        fixed (float* data = values)
        {
            for (var start = 0L; start < values.Length; start += LargestPiece)
            {
                // In place Open MPI adds along a tree and copies the root's result, so bits cannot differ.
                var status = MpiNative.MPI_Iallreduce(MpiNative.InPlace, data + start, (int)Math.Min(LargestPiece, values.Length - start), _float, _sum, _mpi.Data, out var request);
                Complete(status, request, present);
            }
        }
    }

    /// <summary>Replaces bytes by those of a rank.</summary>
    /// <param name="bytes">As many on every rank.</param>
    /// <param name="root">The rank that gives.</param>
    /// <exception cref="NativeException">A rank is gone or too late; the message names it.</exception>
    public void Broadcast(Span<byte> bytes, int root = 0)
    {
        var present = MeetFor(bytes.Length);
        fixed (byte* data = bytes)
        {
            for (var start = 0L; start < bytes.Length; start += LargestPiece)
            {
                var status = MpiNative.MPI_Ibcast(data + start, (int)Math.Min(LargestPiece, bytes.Length - start), _byte, root, _mpi.Data, out var request);
                Complete(status, request, present);
            }
        }
    }

    /// <summary>Replaces values on the group's CUDA device by their sum over all ranks. Ordered with the work on the device's default stream, and over when this returns.</summary>
    /// <param name="address">Of the first of contiguous float32 values. Borrowed.</param>
    /// <param name="count">As many on every rank.</param>
    /// <exception cref="NativeException">A rank is gone or too late; the message names it. Or there is no device.</exception>
    public void SumOnDevice(nint address, long count) => OnDevice(nccl => nccl.Sum(address, count));

    /// <summary>Replaces bytes on the group's CUDA device by those of a rank, as <see cref="SumOnDevice"/> does.</summary>
    /// <param name="address">Of the first byte. Borrowed.</param>
    /// <param name="bytes">As many on every rank.</param>
    /// <param name="root">The rank that gives.</param>
    /// <exception cref="NativeException">A rank is gone or too late; the message names it. Or there is no device.</exception>
    public void BroadcastOnDevice(nint address, long bytes, int root = 0) => OnDevice(nccl => nccl.Broadcast(address, bytes, root));

    /// <summary>Leaves word for the other ranks why this one ends early. Where all do, they part in order; otherwise the launcher ends those that are left when this process ends.</summary>
    /// <param name="reason">One line.</param>
    public void Leave(string reason)
    {
        if (_left || _mpi.IsLost)
        {
            return;
        }

        _left = true;
        _messages.Leave(reason, _completed);
        if (_messages.AllHaveLeft)
        {
            _mpi.Part();
        }
    }

    /// <summary>Waits for the other ranks to come here, too, or to have gone.</summary>
    public void Dispose()
    {
        if (!_left && !_mpi.IsLost)
        {
            try
            {
                MeetFor(long.MaxValue);
                _mpi.Part();
            }
            catch (NativeException)
            {
                // This rank has done its part. The process ends by MPI_Abort, and the rank that is gone says why.
            }

            _left = true;
        }

        _nccl?.Dispose();
        _nccl = null;
    }

    // The same decision on every rank.
    private void JoinDevices()
    {
        Span<float> able = [_options.CudaDevice is not null && NcclCommunicator.IsInstalled ? 1 : 0];
        Sum(able);
        if (able[0] == World)
        {
            Span<byte> id = stackalloc byte[NcclCommunicator.IdBytes];
            if (Rank == 0)
            {
                NcclCommunicator.NewId(id);
            }

            Broadcast(id);
            _nccl = NcclCommunicator.Join(id, Rank, World, _options.CudaDevice!.Value, _options.StartTimeout);
        }
    }

    private bool MeetFor(long bytes)
    {
        if (bytes <= SmallBytes)
        {
            return false;
        }

        Complete(MpiNative.MPI_Ibarrier(_mpi.Data, out var request), request, present: false);
        return true;
    }

    private void OnDevice(Action<NcclCommunicator> exchange)
    {
        var nccl = _nccl ?? throw new NativeException("This group has no CUDA device: name one on every rank and install NCCL (libnccl.so.2), or exchange through the processor's memory.");
        MeetFor(long.MaxValue);
        exchange(nccl);
        Wait(nccl.IsOver, DataSpin);
    }

    private void Complete(int status, nint request, bool present)
    {
        MpiRuntime.Check(status, "Starting an exchange");
        Wait(
            () =>
            {
                MpiRuntime.Check(MpiNative.MPI_Test(ref request, out var done, 0), "The exchange");
                return done != 0;
            },
            present ? DataSpin : LateSpin);
        _completed++;
    }

    private void Wait(Func<bool> isOver, TimeSpan spin)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            for (var asked = 1; !isOver(); asked++)
            {
                var waited = Stopwatch.GetElapsedTime(start);
                var resting = waited > spin;
                if (resting || asked % 256 == 0)
                {
                    Hear(waited);
                }

                if (resting)
                {
                    Thread.Sleep(1);
                }
                else
                {
                    Thread.Yield();
                }
            }
        }
        catch (NativeException failure) when (!_mpi.IsLost)
        {
            throw Lost($"{_messages.Ping(_completed)} ({failure.Message})");
        }
    }

    private void Hear(TimeSpan waited)
    {
        _messages.Receive();
        if (_messages.Gone(_completed) is { } gone)
        {
            throw Lost(gone);
        }

        if (waited > _options.Timeout)
        {
            throw Lost(string.Create(CultureInfo.InvariantCulture, $"{_messages.Ping(_completed)} (waited {waited.TotalSeconds:0} s)"));
        }
    }

    // What is still in flight may be written later: nothing but MPI_Abort follows.
    private NativeException Lost(string how)
    {
        _messages.GiveUp(how, _completed);
        _mpi.Lose();
        return new NativeException(string.Create(CultureInfo.InvariantCulture, $"Rank {Rank} of {World} lost the others: {how}."));
    }
}

/// <summary>What the launcher told this process.</summary>
/// <param name="Rank">This process, 0 to <paramref name="World"/> − 1.</param>
/// <param name="World">Processes in all.</param>
public sealed record ProcessGroupOptions(int Rank, int World)
{
    /// <summary>The CUDA device whose memory goes over NCCL, by its number among those that the process sees; null for none. What is in the processor's memory goes over MPI in any case.</summary>
    public int? CudaDevice { get; init; }

    /// <summary>How long ranks wait for each other to start.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an exchange waits for the slowest rank.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);
}
