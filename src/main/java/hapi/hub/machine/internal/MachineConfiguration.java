package hapi.hub.machine.internal;

import hapi.hub.lanes.Lanes;
import hapi.hub.rpc.RpcGateway;
import hapi.hub.store.TxRunner;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;

/// Puts the machine feature together.
@Configuration(proxyBeanMethods = false)
@EnableJdbcRepositories
class MachineConfiguration {
    @Bean
    LaneMachineService machineService(
            Lanes lanes, TxRunner store, MachineRows rows, RpcGateway rpc, Clock clock) {
        return new LaneMachineService(
                lanes, new MachineStates(lanes, store, rows), new SpawnCalls(rpc), clock);
    }
}
