using System.Text;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Native.Distributed;

/// <summary>MPI in this process. It can start once and ends with the process: by MPI_Finalize, which waits for all, where the ranks parted in order; else by MPI_Abort, so that the launcher ends those that are left, a stopped one too.</summary>
internal sealed unsafe class MpiRuntime
{
    private static readonly Lock Starting = new();
    private static MpiRuntime? _started;

    private readonly nint _world;
    private readonly nint _data;
    private readonly nint _messages;
    private volatile bool _lost;
    private volatile bool _parted;

    private MpiRuntime(nint world, nint data, nint messages, int rank, int size) => (_world, _data, _messages, Rank, World) = (world, data, messages, rank, size);

    private static MpiRuntime Initialise()
    {
        Check(MpiNative.MPI_Init_thread(0, 0, MpiNative.ThreadSerialized, out var provided), "MPI_Init_thread");
        if (provided < MpiNative.ThreadSerialized)
        {
            throw new NativeException($"{MpiLibrary.FileName} was built without threads (level {provided}, {MpiNative.ThreadSerialized} needed). Take Open MPI as your system packages it.");
        }

        // By default a failed call ends the process.
        var world = MpiLibrary.Predefined("ompi_mpi_comm_world");
        var errorsReturn = MpiLibrary.Predefined("ompi_mpi_errors_return");
        Check(MpiNative.MPI_Comm_set_errhandler(world, errorsReturn), "MPI_Comm_set_errhandler");
        Check(MpiNative.MPI_Comm_dup(world, out var data), "MPI_Comm_dup");
        Check(MpiNative.MPI_Comm_dup(world, out var messages), "MPI_Comm_dup");
        Check(MpiNative.MPI_Comm_rank(world, out var rank), "MPI_Comm_rank");
        Check(MpiNative.MPI_Comm_size(world, out var size), "MPI_Comm_size");
        return new MpiRuntime(world, data, messages, rank, size);
    }

    public int Rank { get; }

    public int World { get; }

    /// <summary>The communicator of sums and copies.</summary>
    public nint Data => _data;

    /// <summary>The communicator of <see cref="RankMessages"/>.</summary>
    public nint Messages => _messages;

    /// <summary>Whether an exchange has failed: another may still be in flight, so none can follow.</summary>
    public bool IsLost => _lost;

    /// <summary>Starts MPI, unless this process has done so.</summary>
    /// <param name="timeout">For all ranks to come.</param>
    /// <exception cref="NativeException">Open MPI is missing, some rank did not come in time, or the ranks were lost before.</exception>
    public static MpiRuntime Start(TimeSpan timeout)
    {
        lock (Starting)
        {
            if (_started is null)
            {
                MpiLibrary.Load();
                MpiRuntime? started = null;
                BoundedCall.Run(() => started = Initialise(), timeout, "MPI_Init: not all ranks came, or they are of different MPIs");
                _started = started;
                AppDomain.CurrentDomain.ProcessExit += (_, _) => started!.End();
            }

            _started!._parted = false;
            return _started.IsLost ? throw new NativeException("This process has lost the other ranks, and MPI cannot start twice in a process. Start all ranks again.") : _started;
        }
    }

    /// <summary>Raises a failed call's reason.</summary>
    /// <exception cref="NativeException"><paramref name="status"/> is not 0.</exception>
    public static void Check(int status, string call)
    {
        if (status != 0)
        {
            throw new NativeException($"{call} failed: {Describe(status)}");
        }
    }

    /// <summary>An exchange has failed.</summary>
    public void Lose() => _lost = true;

    /// <summary>All ranks are done with each other and about to end.</summary>
    public void Part() => _parted = true;

    private static string Describe(int status)
    {
        var text = stackalloc byte[MpiNative.LongestError];
        return MpiNative.MPI_Error_string(status, text, out var length) == 0 ? Encoding.UTF8.GetString(text, length) : $"error {status}";
    }

    // By the exit code that the program has chosen, which the launcher passes on.
    private void End() => _ = _parted && !_lost ? MpiNative.MPI_Finalize() : MpiNative.MPI_Abort(_world, Environment.ExitCode == 0 ? 1 : Environment.ExitCode);
}
