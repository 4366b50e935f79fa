package hapi.hub.files;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// One room for uploads of all kinds of clients.
@Configuration(proxyBeanMethods = false)
class UploadSettings {
    @Bean
    UploadRoom uploadRoom() {
        return UploadRoom.ofThisHeap();
    }
}
