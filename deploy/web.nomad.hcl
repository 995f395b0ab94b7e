# Nomad: the image has lastcall-init as its ENTRYPOINT (docker/), and the job the times.
#
# Nomad stops a task in this order: it takes the service out of the catalogue, waits for shutdown_delay, sends kill_signal, and
# kills after kill_timeout. So the delay is Nomad's, lastcall-init's is 0, and kill_timeout has only the drain in it:
#
#   shutdown_delay   L + 2        = 3 + 2    =  5 s   until the last proxy has read the catalogue again
#   drain            R + C        = 15 + 1   = 16 s
#   deadline         drain + 2    = 16 + 2   = 18 s, set to 25 s
#   kill_timeout     deadline + 2 = 25 + 2   = 27 s, set to 30 s
#
# More than 30 s has to be allowed by each client (max_kill_timeout in the agent's `client` block, 30 s by default): it cuts
# off what is longer, and says nothing.
job "web" {
  datacenters = ["dc1"]
  type        = "service"

  update {
    max_parallel      = 1
    canary            = 1
    auto_promote      = true
    auto_revert       = true
    health_check      = "checks"
    min_healthy_time  = "10s"
    healthy_deadline  = "3m"
    progress_deadline = "10m"
  }

  group "web" {
    count = 3

    network {
      port "http" {
        to = 8080
      }
    }

    service {
      name     = "web"
      port     = "http"
      provider = "nomad"

      check {
        type     = "http"
        path     = "/healthz"
        interval = "10s"
        timeout  = "3s"
      }
    }

    shutdown_delay = "5s"

    task "web" {
      driver = "docker"
      user   = "65532:65532"

      # Otherwise it is the image's STOPSIGNAL.
      kill_signal  = "SIGTERM"
      kill_timeout = "30s"

      # No `init = true`: that is Docker's own init, tini, in front of this one.
      config {
        image           = "registry.example.com/web:1.4.2"
        ports           = ["http"]
        readonly_rootfs = true
        cap_drop        = ["all"]
        security_opt    = ["no-new-privileges"]
      }

      env {
        LASTCALL_DELAY    = "0s"
        LASTCALL_DEADLINE = "25s"
      }

      resources {
        cpu    = 100
        memory = 128
      }
    }
  }
}
