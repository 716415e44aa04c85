using System.Numerics;
using System.Runtime.Intrinsics;
using FlZk.Learning.Aggregation.Devices;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>Chooses FedAvg's kernel for this processor.</summary>
internal static class FedAvgKernels
{
    /// <summary>The kernel asked for, or the best that the processor can run.</summary>
    public static IFedAvgKernel Choose(CpuArithmetic arithmetic)
    {
        switch (arithmetic)
        {
            case CpuArithmetic.Auto or CpuArithmetic.Intrinsics:
                if (WideLanes512.IsSupported) return new IntrinsicsFedAvgKernel<WideLanes512, Vector512<int>, Vector512<long>>();
                if (WideLanes256.IsSupported) return new IntrinsicsFedAvgKernel<WideLanes256, Vector256<int>, Vector256<long>>();
                if (WideLanes128.IsSupported) return new IntrinsicsFedAvgKernel<WideLanes128, Vector128<int>, Vector128<long>>();
                return Vector.IsHardwareAccelerated ? new TensorsFedAvgKernel() : new ScalarFedAvgKernel();
            case CpuArithmetic.Tensors:
                return new TensorsFedAvgKernel();
            case CpuArithmetic.Scalar:
                return new ScalarFedAvgKernel();
            default:
                throw new ArgumentOutOfRangeException(nameof(arithmetic), arithmetic, "Not an arithmetic.");
        }
    }
}
