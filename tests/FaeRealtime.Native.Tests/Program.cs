using System.Globalization;
using FaeRealtime.Native.Tests.Distributed;

// Rank 1 of a test: the name of what it does, and the port where it meets rank 0.
return OtherRank.Play(args[0], int.Parse(args[1], CultureInfo.InvariantCulture));
