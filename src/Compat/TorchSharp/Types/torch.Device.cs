using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    public class Device
    {
        public Device(string description)
        {
            string[] parts = description.Split(':');
            type = Parse(parts[0]);
            index = parts.Length == 1 ? -1
                : parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
                : throw new ArgumentException($"'{description}' names no device: expected cpu, cuda, cuda:0 and the like.", nameof(description));
        }

        public Device(string deviceType, int index = -1) : this(Parse(deviceType), index)
        {
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        public Device(int index) : this(DeviceType.CUDA, index)
        {
        }

        public DeviceType type { get; }

        public int index { get; }

        public override string ToString() => index < 0
            ? Name
            : string.Create(CultureInfo.InvariantCulture, $"{Name}:{index}");

        public static implicit operator Device(string description) => new(description);

        private string Name => type.ToString().ToLowerInvariant();

        private static DeviceType Parse(string name) => name.ToUpperInvariant() switch
        {
            "CPU" => DeviceType.CPU,
            "CUDA" => DeviceType.CUDA,
            "MPS" => DeviceType.MPS,
            "META" => DeviceType.META,
            _ => throw new ArgumentException($"Device type '{name}' is not known: expected cpu, cuda, mps or meta.", nameof(name)),
        };
    }
}
