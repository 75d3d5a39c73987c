// SPDX-License-Identifier: MIT OR Apache-2.0
//
// One verilated design behind the table of abi.h. The generated part includes this file after it has defined, in
// namespace wirewright, the structs `In` and `Out`, `LAYOUT`, `CALLS_THE_SIMULATOR`, `apply`, `raise`, `lower` and
// `collect` on the root.
#pragma once

#include "prefix.h"

#if WIREWRIGHT_KIND == 1
#include "verilated_fst_c.h"
#elif WIREWRIGHT_KIND == 2
#include "verilated_cov.h"
#endif

namespace wirewright {

class Model {
  public:
    explicit Model(uint32_t seed, const Codec* codec) : context{new VerilatedContext} {
        Verilated::threadContextp(context.get());
        // For coverage everything starts at 0: a random start would count as a change of that bit.
        context->randReset(WIREWRIGHT_KIND == 2 ? 0 : 2);
        context->randSeed(static_cast<int>(seed));
        context->assertOn(true);
#if WIREWRIGHT_KIND == 1
        use_codec(codec);
        context->traceEverOn(true);
#else
        (void)codec;
#endif
        top.reset(new Vdut{context.get(), "TOP"});
        // All inputs and clocks low before the first evaluation: else a random one counts as an edge.
        apply(*top->rootp, In{});
        lower(*top->rootp);
        top->eval();
    }

    ~Model() {
        // Scopes and waves are taken down through the thread's context.
        Verilated::threadContextp(context.get());
        trace_close();
        try {
            if (status == 0) top->final();
        } catch (const Stopped&) {
        }
        top.reset();
        take_text();
        Verilated::threadContextp(Verilated::defaultContextp());
        context.reset();
    }

    // One event. Outputs are read between the rising and the falling evaluation, so that logic on the falling
    // edge, should a design have some, shows one event later, as it does on a wire sampled at the rising edge.
    void step(uint32_t edges, const In& in, Out& out) {
        if (VL_UNLIKELY(status != 0)) return;
        try {
            auto& root = *top->rootp;
            // Other models may have set, moved or ended the context of this thread since the last step.
            if (CALLS_THE_SIMULATOR) Verilated::threadContextp(context.get());
            before_event();
            apply(root, in);
            raise(root, edges);
            top->eval();
            collect(root, out);
            after_event(edges != 0);
            if (edges != 0) {
                lower(root);
                top->eval();
            }
            if (VL_UNLIKELY(text_waiting.load(std::memory_order_relaxed))) text += take_text();
        } catch (const Stopped& stopped) {
            status = stopped.status;
            message = stopped.message;
        } catch (const std::exception& other) {
            status = 3;
            message = other.what();
        }
    }

    // The same events and nothing else, the denominator of every speed ratio: inputs, both evaluations of the design,
    // and no output read before the last event.
    void bare_loop(const uint8_t* edges, size_t edge_count, const In* in, size_t count, Out& out) {
        if (status != 0) return;
        try {
            auto& root = *top->rootp;
            Verilated::threadContextp(context.get());
            size_t at = 0;
            for (size_t n = 0; n < count; ++n) {
                apply(root, in[n]);
                raise(root, edges[at]);
                top->eval();
                if (n + 1 == count) collect(root, out);
                lower(root);
                top->eval();
                if (++at == edge_count) at = 0;
            }
        } catch (const Stopped& stopped) {
            status = stopped.status;
            message = stopped.message;
        } catch (const std::exception& other) {
            status = 3;
            message = other.what();
        }
    }

    void set_time_ps(uint64_t time_ps) {
        context->time(time_ps);
#if WIREWRIGHT_KIND == 1
        now_ps = time_ps;
#endif
    }

    const char* trace_open(const char* path) {
#if WIREWRIGHT_KIND == 1
        if (waves) trace_close();
        Verilated::threadContextp(context.get());
        try {
            // The file is tried first: the writer itself does not say when it cannot open one.
            std::FILE* const file = std::fopen(path, "wb");
            if (!file) return keep(std::strerror(errno));
            std::fclose(file);
            waves.reset(new VerilatedFstC);
            top->trace(waves.get(), 99);
            waves->open(path);
            if (!waves->isOpen()) {
                waves.reset();
                return keep("the wave file cannot be opened");
            }
        } catch (const Stopped& stopped) {
            return give_up_waves(stopped.message);
        } catch (const std::exception& other) {
            return give_up_waves(other.what());
        }
        return nullptr;
#else
        (void)path;
        return keep("this model was not loaded for waves");
#endif
    }

    const char* trace_close() {
#if WIREWRIGHT_KIND == 1
        if (!waves) return nullptr;
        Verilated::threadContextp(context.get());
        try {
            if (low_pending) waves->dump(last_ps + 500);
            low_pending = false;
            waves->close();
            waves.reset();
        } catch (const Stopped& stopped) {
            return give_up_waves(stopped.message);
        } catch (const std::exception& other) {
            return give_up_waves(other.what());
        }
#endif
        return nullptr;
    }

    const char* coverage_write(const char* path) {
#if WIREWRIGHT_KIND == 2
        Verilated::threadContextp(context.get());
        try {
            std::FILE* const file = std::fopen(path, "wb");
            if (!file) return keep(std::strerror(errno));
            std::fclose(file);
            context->coveragep()->write(path);
        } catch (const Stopped& stopped) {
            return keep(stopped.message);
        }
        return nullptr;
#else
        (void)path;
        return keep("this model was not loaded for coverage");
#endif
    }

    const char* take() {
        said = std::move(text);
        text.clear();
        return said.c_str();
    }

    uint32_t status = 0;
    std::string message;

  private:
    std::unique_ptr<VerilatedContext> context;
    std::unique_ptr<Vdut> top;
    std::string text;
    std::string said;
    std::string failure;

#if WIREWRIGHT_KIND == 1
    std::unique_ptr<VerilatedFstC> waves;
    uint64_t now_ps = 0;
    uint64_t last_ps = 0;
    bool dumped = false;
    bool low_pending = false;

    // A writer that has failed once fails in its destructor again, which would end the process: it is left.
    const char* give_up_waves(const std::string& reason) {
        (void)waves.release();
        low_pending = false;
        return keep(reason);
    }

    // The clocks fall half way to the next event: only then is it known when that is.
    void before_event() {
        if (!waves) return;
        if (dumped && now_ps <= last_ps) now_ps = last_ps + 2;
        if (low_pending) waves->dump(last_ps + (now_ps - last_ps + 1) / 2);
    }

    void after_event(bool rose) {
        if (waves) {
            waves->dump(now_ps);
            low_pending = rose;
            dumped = true;
        }
        last_ps = now_ps;
        now_ps += 1000;
    }
#else
    void before_event() {}
    void after_event(bool) {}
#endif

    const char* keep(std::string reason) {
        failure = std::move(reason);
        return failure.c_str();
    }
};

}  // namespace wirewright

extern "C" __attribute__((visibility("default"))) const wirewright::Api* wirewright_api() {
    using namespace wirewright;
    static const Api api = {
        ABI,
        LAYOUT,
        [](uint32_t seed, const Codec* codec, char* error, size_t room) -> void* {
            try {
                return new Model{seed, codec};
            } catch (const Stopped& stopped) {
                std::snprintf(error, room, "%s", stopped.message.c_str());
            } catch (const std::exception& other) {
                std::snprintf(error, room, "%s", other.what());
            }
            return nullptr;
        },
        [](void* model) { delete static_cast<Model*>(model); },
        [](void* model, uint32_t edges, const void* in, void* out) {
            static_cast<Model*>(model)->step(edges, *static_cast<const In*>(in), *static_cast<Out*>(out));
        },
        [](void* model, const uint8_t* edges, size_t edge_count, const void* in, size_t count, void* out) {
            static_cast<Model*>(model)->bare_loop(edges, edge_count, static_cast<const In*>(in), count,
                                                         *static_cast<Out*>(out));
        },
        [](const void* model) { return static_cast<const Model*>(model)->status; },
        [](const void* model) { return static_cast<const Model*>(model)->message.c_str(); },
        [](void* model) { return static_cast<Model*>(model)->take(); },
        [](void* model, uint64_t time_ps) { static_cast<Model*>(model)->set_time_ps(time_ps); },
        [](void* model, const char* path) { return static_cast<Model*>(model)->trace_open(path); },
        [](void* model) { return static_cast<Model*>(model)->trace_close(); },
        [](void* model, const char* path) { return static_cast<Model*>(model)->coverage_write(path); },
    };
    return &api;
}
