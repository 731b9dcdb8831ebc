namespace Silk.NET.OpenGL;

public enum SyncStatus
{
    AlreadySignaled = 0x911A,
    TimeoutExpired = 0x911B,
    ConditionSatisfied = 0x911C,
    WaitFailed = 0x911D,
}
