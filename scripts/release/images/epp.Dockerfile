# Our endpoint picker, as a release pushes it: static, cross-compiled beside it, so that no other processor need be emulated.
FROM scratch
ARG TARGETARCH
COPY epp-${TARGETARCH} /epp
LABEL org.opencontainers.image.source=https://github.com/org/wa-routing
USER 65532:65532
# ext_proc, health, metrics
EXPOSE 9002 9003 9090
ENTRYPOINT ["/epp"]
