package hapi.hub.rpc.internal;

import hapi.hub.rpc.RpcGateway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Calls into CLI processes.
@Configuration(proxyBeanMethods = false)
class RpcConfiguration {
    @Bean
    LocalRpcRegistry rpcRegistry() {
        return new LocalRpcRegistry();
    }

    @Bean
    RpcGateway rpcGateway(LocalRpcRegistry registry) {
        return new RegistryRpcGateway(registry);
    }
}
