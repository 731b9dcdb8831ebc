// Streams and CUDA graphs of the calling thread. Everything that a thread queues between capture_begin and capture_end is recorded instead of run, and runs at each replay.
#include <memory>
#include <utility>

#include "fae_tensor.h"

#ifdef FAE_CUDA
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAStream.h>
#endif

namespace fae {

struct Graph {
#ifdef FAE_CUDA
    std::unique_ptr<at::cuda::CUDAGraph> graph;
#endif
    bool recorded = false;
};

}  // namespace fae

namespace {

#ifndef FAE_CUDA
[[noreturn]] void refuse() {
    throw fae::invalid_argument("this libtorch has no CUDA, or the graphs library was built without its headers");
}
#endif

}  // namespace

// From now on the calling thread works on this device, on a stream of libtorch's pool: nothing of it touches the legacy stream, with which a capture cannot go on.
FAE_API int32_t fae_graphs_stream_enter([[maybe_unused]] int32_t device) {
    return fae::libtorch_guarded([&] {
#ifdef FAE_CUDA
        const auto index = static_cast<c10::DeviceIndex>(device);
        c10::cuda::set_device(index);
        c10::cuda::setCurrentCUDAStream(c10::cuda::getStreamFromPool(false, index));
#else
        refuse();
#endif
    });
}

// Waits for what the calling thread has queued.
FAE_API int32_t fae_graphs_stream_wait() {
    return fae::libtorch_guarded([&] {
#ifdef FAE_CUDA
        c10::cuda::getCurrentCUDAStream().synchronize();
#else
        refuse();
#endif
    });
}

// Begins to record. Other threads may go on as they like; this one must not wait, allocate host memory or read results until the end.
FAE_API int32_t fae_graphs_capture_begin([[maybe_unused]] fae::Graph** result) {
    return fae::libtorch_guarded([&] {
#ifdef FAE_CUDA
        auto graph = std::make_unique<fae::Graph>();
        graph->graph = std::make_unique<at::cuda::CUDAGraph>();
        graph->graph->capture_begin({0, 0}, cudaStreamCaptureModeThreadLocal);
        *result = graph.release();
#else
        refuse();
#endif
    });
}

// Ends it and makes the graph ready. After a failure the graph can only be freed.
FAE_API int32_t fae_graphs_capture_end([[maybe_unused]] fae::Graph* graph) {
    return fae::libtorch_guarded([&] {
#ifdef FAE_CUDA
        graph->graph->capture_end();
        graph->recorded = true;
#else
        refuse();
#endif
    });
}

// Runs it on the calling thread's stream, with the memory that it was recorded with.
FAE_API int32_t fae_graphs_replay([[maybe_unused]] fae::Graph* graph) {
    return fae::libtorch_guarded([&] {
#ifdef FAE_CUDA
        if (!graph->recorded) {
            throw fae::invalid_argument("a graph whose recording failed cannot run");
        }
        graph->graph->replay();
#else
        refuse();
#endif
    });
}

FAE_API void fae_graphs_graph_free(fae::Graph* graph) noexcept {
#ifdef FAE_CUDA
    if (graph != nullptr && !graph->recorded) {
        // libtorch's allocator keeps a function of a graph whose capture did not end well, and calls it at every later allocation: this one must live for ever.
        static_cast<void>(graph->graph.release());
    }
#endif
    delete graph;
}
