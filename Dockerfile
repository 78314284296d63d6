# The service with the demo's model, and the whole program: docs/deploy.md says what one does with it.
#
#   docker build -t penprint .                      the last stage: Node and penprint, no shell
#   docker build -t penprint:slim --target slim .   the same with a shell, as Heroku needs it
#
# Both base images are there for amd64 and arm64, and nothing in here is compiled for a processor.
ARG NODE=24

# ── build: compiles penprint and learns the demo's model ────────────────────────────────────────────
FROM node:${NODE}-trixie-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY src src
RUN node scripts/build.ts
RUN node dist/cli/penprint.js demo --no-serve --out presidents.safetensors

# ── runtime: what runs, and nothing else, with one date on everything so that layers can be compared ─
FROM node:${NODE}-trixie-slim AS runtime
ARG SOURCE_DATE_EPOCH=1700000000
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY scripts/image.ts scripts/
RUN node scripts/image.ts /dependencies ${SOURCE_DATE_EPOCH} app/node_modules=node_modules
COPY LICENSE ./
COPY recipes recipes
COPY --from=build /app/dist dist
COPY --from=build /app/presidents.safetensors ./
RUN node scripts/image.ts /program ${SOURCE_DATE_EPOCH} data= model.safetensors=presidents.safetensors \
    app/dist=dist app/recipes=recipes app/package.json=package.json app/LICENSE=LICENSE

# ── slim: with a shell, which Heroku starts commands by ─────────────────────────────────────────────
FROM node:${NODE}-trixie-slim AS slim
COPY --from=runtime /dependencies /
COPY --from=runtime /program /
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /data
USER 65532:65532
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=3s --start-period=5s CMD ["node", "/app/dist/cli/penprint.js", "health"]
CMD ["node", "/app/dist/cli/penprint.js", "serve", "/model.safetensors"]

# ── the image: no shell, no package manager ─────────────────────────────────────────────────────────
FROM gcr.io/distroless/nodejs${NODE}-debian13:nonroot
COPY --from=runtime /dependencies /
COPY --from=runtime /program /
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /data
USER 65532:65532
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=3s --start-period=5s CMD ["/nodejs/bin/node", "/app/dist/cli/penprint.js", "health"]
ENTRYPOINT ["/nodejs/bin/node", "/app/dist/cli/penprint.js"]
CMD ["serve", "/model.safetensors"]
ARG NODE
ARG VERSION=""
ARG REVISION=""
LABEL org.opencontainers.image.title="penprint" \
      org.opencontainers.image.description="Learns how authors write and tells who most likely wrote a new text, how sure it is, and why." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="gcr.io/distroless/nodejs${NODE}-debian13:nonroot"
