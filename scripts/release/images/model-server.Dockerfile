# Our model server, as a release pushes it: the command line of wa-routing in one file.
FROM node:24-bookworm-slim
COPY wa-routing.mjs /app/wa-routing.mjs
LABEL org.opencontainers.image.source=https://github.com/org/wa-routing
USER 65532:65532
ENTRYPOINT ["node", "/app/wa-routing.mjs"]
