"""What the study's cases need beside what they show: compiled steps, and a cluster's processes."""

from embedlab.backends import free_port

import multiprocessing
import time


def compiled_step(model, data):
    """Keras's training step on JAX, compiled for all devices; device 0's share of data and table.

    data: (ids, labels), which are spread as the distribution says.
    """
    import jax
    import keras

    model.optimizer.build(model.trainable_variables)
    groups = [model.trainable_variables, model.non_trainable_variables]
    groups += [model.optimizer.variables, model.metrics_variables]
    state = tuple([each.value for each in group] for group in groups)
    where = tuple([each.sharding for each in group] for group in state)
    layout = keras.distribution.distribution().get_data_layout
    data = tuple(keras.distribution.distribute_tensor(a, layout(a.shape)) for a in data)
    step = jax.jit(model.train_step, out_shardings=(None, where), donate_argnums=0)
    program = step.lower(state, data).compile()
    return program, data[0].addressable_data(0), state[0][0].addressable_data(0)


def cost_of_a_step(step, *arguments, tries=5):
    """(bytes that a compiled step on JAX moves, as XLA counts them; seconds of its quickest run).

    step: from (table, state, ids) to the new (table, state). A lookup of few ids counts as a pass.
    """
    import jax

    table, state, ids = jax.tree.map(jax.numpy.asarray, arguments)
    program = jax.jit(step, donate_argnums=(0, 1)).lower(table, state, ids).compile()
    seconds = []
    for _ in range(tries):
        start = time.perf_counter()
        table, state = jax.block_until_ready(program(table, state, ids))
        seconds.append(time.perf_counter() - start)
    return program.cost_analysis()["bytes accessed"], min(seconds)


def start_cluster():
    """Start two servers and two workers; returns their addresses, and two functions.

    kill(job, number) kills one of them, and replace_worker() starts worker 1 anew: that process
    stands ready, since TensorFlow must not run where others are forked off.
    """
    fork = multiprocessing.get_context("fork")
    jobs = ("ps", 0), ("ps", 1), ("worker", 0), ("worker", 1)
    cluster = {job: [f"127.0.0.1:{free_port()}" for _ in range(2)] for job in ("ps", "worker")}
    now, later = fork.Event(), fork.Event()
    now.set()
    roles = [(*each, now) for each in jobs] + [("worker", 1, later)]
    started = [fork.Process(target=_serve, args=(cluster, *role), daemon=True) for role in roles]
    for each in started:
        each.start()

    def kill(*job):
        started[jobs.index(job)].kill()
        started[jobs.index(job)].join()  # then its address is free

    return cluster, kill, later.set


def _serve(cluster, job, number, begin):
    import tensorflow as tf

    begin.wait()
    tf.distribute.Server(cluster, job, number, protocol="grpc").join()


def table_on_servers(cluster, start):
    """A coordinator, a table that begins as `start` and is cut over two servers, and a counter."""
    import tensorflow as tf

    distribute, addresses = tf.distribute, tf.train.ClusterSpec(cluster)
    resolver = distribute.cluster_resolver.SimpleClusterResolver(addresses, rpc_layer="grpc")
    halves = distribute.experimental.partitioners.FixedShardsPartitioner(2)
    strategy = distribute.ParameterServerStrategy(resolver, variable_partitioner=halves)
    with strategy.scope():
        table, arrived = tf.Variable(start), tf.Variable(0)
    return distribute.coordinator.ClusterCoordinator(strategy), table, arrived
